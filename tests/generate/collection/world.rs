//! The world that the cables come from. None of it exists.

/// A post: who sends telegrams.
pub(super) struct Post {
    /// As its banner spells it.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Index in [`COUNTRIES`].
    pub(super) country: usize,
    /// The last two letters of its routing indicator.
    pub(super) indicator: &'static str,
    /// How much it sends, beside the others.
    pub(super) weight: u64,
    /// The first and the last year in which it was open.
    pub(super) open: (u16, u16),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Department,
    Embassy,
    Consulate,
}

impl Post {
    /// The plain language address.
    pub(super) fn address(&self) -> String {
        match self.kind {
            Kind::Department => String::from("SECSTATE WASHDC"),
            Kind::Embassy => format!("AMEMBASSY {}", self.name),
            Kind::Consulate => format!("AMCONSUL {}", self.name),
        }
    }

    pub(super) fn routing(&self) -> String {
        match self.kind {
            Kind::Department => String::from("RUEHC"),
            _ => format!("RUEH{}", self.indicator),
        }
    }

    /// As web pages call it: `Embassy Port Larkspur`.
    pub(super) fn origin(&self) -> String {
        match self.kind {
            Kind::Department => String::from("Secretary of State"),
            Kind::Embassy => format!("Embassy {}", in_small_letters(self.name)),
            Kind::Consulate => format!("Consulate {}", in_small_letters(self.name)),
        }
    }

    /// As its archive cuts it: six characters, without blanks.
    pub(super) fn cut(&self) -> String {
        let end = self.name.len().min(6);
        self.name[..end].replace(' ', "")
    }
}

/// `Port Larkspur`
pub(super) fn in_small_letters(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..].to_lowercase();
    let words: Vec<String> = name.split(' ').map(word).collect();
    words.join(" ")
}

/// A country, its TAGS code, and what its people are called.
pub(super) const COUNTRIES: [(&str, &str, &str); 12] = [
    ("Veldania", "VD", "Veldanian"),
    ("Marlovia", "MV", "Marlovian"),
    ("Brellin", "QB", "Brellish"),
    ("Cassaria", "QC", "Cassarian"),
    ("Fennmark", "QF", "Fennish"),
    ("Galdova", "QG", "Galdovan"),
    ("Isterra", "QI", "Isterran"),
    ("Jorvane", "JV", "Jorvanese"),
    ("Lusenia", "LN", "Lusenian"),
    ("Morvath", "QM", "Morvathi"),
    ("Pellucia", "QP", "Pellucian"),
    ("Quarrin", "QR", "Quarrini"),
];

const fn post(
    name: &'static str,
    kind: Kind,
    country: usize,
    indicator: &'static str,
    weight: u64,
    open: (u16, u16),
) -> Post {
    Post {
        name,
        kind,
        country,
        indicator,
        weight,
        open,
    }
}

const ALWAYS: (u16, u16) = (0, u16::MAX);
use Kind::{Consulate, Department, Embassy};

/// How many posts there are.
pub(super) const N_POSTS: usize = 41;

/// The Department, then every post, those of a country side by side.
#[rustfmt::skip]
pub(super) const POSTS: [Post; N_POSTS] = [
    post("STATE", Department, 0, "C", 800, ALWAYS),
    post("PORT LARKSPUR", Embassy, 0, "PL", 420, ALWAYS),
    post("NORTHHAVEN", Consulate, 0, "NH", 150, ALWAYS),
    post("SANTA BRISA", Consulate, 0, "SB", 90, (0, 1996)),
    post("KESTREL BAY", Consulate, 0, "KB", 80, ALWAYS),
    post("HIGH MARSH", Embassy, 1, "HM", 330, ALWAYS),
    post("LOWER QUAY", Consulate, 1, "LQ", 110, ALWAYS),
    post("TALLOW CROSS", Consulate, 1, "TC", 60, (0, 1987)),
    post("STONE FERRY", Embassy, 2, "SF", 260, ALWAYS),
    post("ASHWATER", Consulate, 2, "AW", 90, ALWAYS),
    post("OLD BRELLING", Consulate, 2, "OB", 60, (1978, u16::MAX)),
    post("VILLA CORVO", Embassy, 3, "VC", 240, ALWAYS),
    post("MONTE SELLO", Consulate, 3, "MS", 80, ALWAYS),
    post("RIO AMARGO", Consulate, 3, "RA", 70, ALWAYS),
    post("PUNTA VELA", Consulate, 3, "PV", 50, (0, 1993)),
    post("FENNHAVN", Embassy, 4, "FH", 210, ALWAYS),
    post("KOLDVIK", Consulate, 4, "KV", 70, (0, 1995)),
    post("TORSMARK", Consulate, 4, "TM", 60, ALWAYS),
    post("GALDOV", Embassy, 5, "GD", 230, ALWAYS),
    post("ZELENIK", Consulate, 5, "ZN", 80, (1974, u16::MAX)),
    post("VODENSK", Consulate, 5, "VN", 70, (1992, u16::MAX)),
    post("BELMARE", Embassy, 6, "BM", 220, ALWAYS),
    post("CAPO LUNGO", Consulate, 6, "CL", 80, ALWAYS),
    post("SAN TEODRO", Consulate, 6, "SO", 60, (0, 1991)),
    post("JORVANE", Embassy, 7, "JV", 190, ALWAYS),
    post("QASR ALWAN", Consulate, 7, "QW", 80, (1981, u16::MAX)),
    post("WADI NUMAR", Consulate, 7, "WN", 50, (1975, 1990)),
    post("LUSENE", Embassy, 8, "LS", 160, ALWAYS),
    post("TAMBORO", Consulate, 8, "TB", 60, ALWAYS),
    post("MBALENGA", Consulate, 8, "ML", 50, (1976, 1998)),
    post("MORVATH", Embassy, 9, "MT", 200, (0, 1979)),
    post("NEW MORVATH", Embassy, 9, "NM", 200, (1984, u16::MAX)),
    post("KHORAMED", Consulate, 9, "KM", 70, (1986, u16::MAX)),
    post("DERRIN FORD", Consulate, 9, "DF", 60, (1990, u16::MAX)),
    post("PELLUCE", Embassy, 10, "PC", 180, ALWAYS),
    post("GRAND ANSELY", Consulate, 10, "GA", 60, ALWAYS),
    post("ILE VERRON", Consulate, 10, "IV", 40, (1979, u16::MAX)),
    post("QUARRIN", Embassy, 11, "QN", 210, ALWAYS),
    post("SHIR DARYN", Consulate, 11, "SD", 70, ALWAYS),
    post("TALKHAB", Consulate, 11, "TK", 60, (1992, u16::MAX)),
    post("LAKE ORRIN", Consulate, 11, "LO", 50, ALWAYS),
];

/// What a story is about: its title, the words that its cables use most, and
/// its TAGS until 1980 and since.
pub(super) struct Topic {
    pub(super) title: &'static str,
    pub(super) words: &'static [&'static str],
    pub(super) early: &'static [&'static str],
    pub(super) late: &'static [&'static str],
}

const fn topic(
    title: &'static str,
    words: &'static [&'static str],
    early: &'static [&'static str],
    late: &'static [&'static str],
) -> Topic {
    Topic {
        title,
        words,
        early,
        late,
    }
}

#[rustfmt::skip]
pub(super) const TOPICS: [Topic; 24] = [
    topic("HARBOR DUES", &["harbor", "dues", "port", "tonnage", "pilot", "berth"], &["EWWT", "PFOR"], &["EWWT", "PREL"]),
    topic("FISHERIES TALKS", &["haddock", "trawler", "quota", "bank", "fleet", "catch"], &["EFIS", "PLOS"], &["EFIS", "PBTS"]),
    topic("LIGHTHOUSE CONVENTION", &["lighthouse", "lamp", "keeper", "coast", "convention", "signal"], &["EWWT", "PBOR"], &["EWWT", "PBTS"]),
    topic("GRAIN SALES", &["grain", "wheat", "shipment", "credit", "silo", "price"], &["EAGR", "ETRD"], &["EAGR", "ETRD"]),
    topic("AIR SERVICES AGREEMENT", &["airline", "route", "landing", "fare", "carrier", "airport"], &["EAIR"], &["EAIR", "ETRD"]),
    topic("CABINET RESHUFFLE", &["cabinet", "minister", "portfolio", "party", "coalition", "oath"], &["PINT", "PGOV"], &["PGOV", "PINR"]),
    topic("ELECTION CAMPAIGN", &["ballot", "candidate", "voter", "province", "rally", "turnout"], &["PINT"], &["PGOV", "PHUM"]),
    topic("BORDER INCIDENT", &["border", "patrol", "village", "post", "shot", "protest"], &["PBOR", "PFOR"], &["PBTS", "PREL", "MOPS"]),
    topic("ARMS PURCHASE", &["radar", "frigate", "contract", "delivery", "spare", "license"], &["MASS", "MARR"], &["MASS", "MARR", "ETTC"]),
    topic("BASE RIGHTS", &["base", "lease", "runway", "garrison", "rent", "clause"], &["MARR", "PFOR"], &["MARR", "PREL"]),
    topic("OIL CONCESSION", &["oil", "concession", "royalty", "rig", "pipeline", "barrel"], &["ENRG", "EINV"], &["EPET", "ENRG", "EINV"]),
    topic("CURRENCY REFORM", &["currency", "bank", "reserve", "rate", "loan", "crown"], &["EFIN", "ECON"], &["EFIN", "ECON"]),
    topic("REFUGEE CAMPS", &["refugee", "camp", "ration", "blanket", "convoy", "clinic"], &["SREF"], &["PREF", "PHUM"]),
    topic("PRISONER EXCHANGE", &["prisoner", "list", "exchange", "amnesty", "cell", "family"], &["SHUM", "PINT"], &["PHUM", "PREL"]),
    topic("STUDENT UNREST", &["student", "university", "strike", "police", "square", "arrest"], &["PINS", "SOCI"], &["PINS", "PGOV", "SOCI"]),
    topic("VISIT OF THE FOREIGN MINISTER", &["visit", "schedule", "delegation", "dinner", "press", "motorcade"], &["OVIP", "PFOR"], &["OVIP", "PREL"]),
    topic("CODEL VISIT", &["senator", "visit", "control", "briefing", "hotel", "itinerary"], &["OREP"], &["OREP", "OTRA"]),
    topic("VISA FRAUD", &["visa", "passport", "fraud", "applicant", "stamp", "broker"], &["CVIS"], &["CVIS", "CPAS"]),
    topic("NARCOTICS SEIZURE", &["poppy", "seizure", "courier", "laboratory", "customs", "kilogram"], &["SNAR"], &["SNAR", "PREL"]),
    topic("RIVER TREATY", &["river", "dam", "flow", "treaty", "upstream", "commission"], &["PBOR", "SENV"], &["SENV", "PBTS", "EAGR"]),
    topic("UNGA VOTE", &["resolution", "vote", "assembly", "abstention", "bloc", "text"], &["PORG", "UN"], &["UN", "PREL"]),
    topic("LABOR CONGRESS", &["union", "wage", "congress", "strike", "dock", "pension"], &["ELAB"], &["ELAB", "ECON"]),
    topic("SATELLITE STATION", &["satellite", "antenna", "station", "frequency", "dish", "engineer"], &["TSPA", "TECH"], &["TSPA", "TSPL"]),
    topic("PRESS LAW", &["newspaper", "editor", "censor", "press", "license", "court"], &["PINT", "SOPN"], &["PGOV", "PHUM"]),
];

pub(super) const FIRST_NAMES: [&str; 40] = [
    "Ada", "Ines", "Edwin", "Bartolo", "Leocadia", "Marcus", "Tilda", "Corin", "Odile", "Piers",
    "Rosalba", "Anselm", "Greta", "Hugo", "Ismene", "Jonas", "Katya", "Lorens", "Mirela", "Nils",
    "Orla", "Pavel", "Quentin", "Rhea", "Stefan", "Thea", "Ulric", "Vera", "Walther", "Xenia",
    "Yusuf", "Zora", "Amina", "Bruno", "Clara", "Dario", "Elke", "Farid", "Gemma", "Hamid",
];

/// Officers who sign and classify; a post changes them every three years.
pub(super) const OFFICERS: [&str; 32] = [
    "Quill",
    "Marlow",
    "Tremaine",
    "Vance",
    "Stroud",
    "Finch",
    "Harbottle",
    "Pell",
    "Ordway",
    "Castellan",
    "Brightwater",
    "Dunmore",
    "Ellery",
    "Fairlie",
    "Gantry",
    "Holloway",
    "Ingram",
    "Jessop",
    "Kettering",
    "Lorimer",
    "Maddox",
    "Northcote",
    "Oakes",
    "Penrose",
    "Rookwood",
    "Selwyn",
    "Thackray",
    "Underhill",
    "Verrall",
    "Whitlock",
    "Yardley",
    "Zeller",
];

pub(super) const TITLES: [&str; 8] = [
    "Ambassador",
    "DCM",
    "CDA",
    "Political Counselor",
    "Economic Counselor",
    "Consul General",
    "Deputy Chief of Mission",
    "Acting Political Counselor",
];

pub(super) const OFFICIALS: [&str; 16] = [
    "Foreign Minister",
    "Prime Minister",
    "Minister of Marine",
    "Finance Minister",
    "Interior Minister",
    "Deputy Minister",
    "Speaker",
    "Governor",
    "Harbormaster",
    "Chief Justice",
    "General",
    "Admiral",
    "Senator",
    "Mayor",
    "Director General",
    "Party Secretary",
];
