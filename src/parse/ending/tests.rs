//! What ends a telegram, in the whole.

/// The signature of a telegram that ends with these lines.
pub(super) fn signature(end: &str) -> Vec<String> {
    let text =
        format!("UNCLAS NORTHHAVEN 000088\n\nSUBJECT: TALKS\n\n1. Talks opened.\n\n2. {end}\n");
    let cable = crate::parse::parse(text.as_bytes());
    let names = cable.signature.iter();
    names.map(|&name| cable.read(name)).collect()
}

#[test]
fn an_unquote_on_a_line_of_its_own_signs_alone() {
    assert_eq!(
        signature("QUOTE They agreed.\nTREMAINE\nUNQUOTE QUILL"),
        ["QUILL"]
    );
}

#[test]
fn a_pilcrow_may_stand_before_an_initial() {
    assert_eq!(
        signature("They agreed.\n\u{b6}J. TREMAINE"),
        ["J. TREMAINE"]
    );
    assert_eq!(signature("They agreed.\n\u{b6}J. Boats came in"), [""; 0]);
    assert_eq!(
        signature("They agreed.\n\u{b6}A. DUES\n\u{b6}B. BOATS"),
        [""; 0]
    );
    assert_eq!(
        signature("They agreed.\n\u{b6}A. Dues fell.\n\n\u{b6}B. HERRING"),
        [""; 0]
    );
    assert_eq!(
        signature("They agreed.\n\u{b6}A. Dues fell.\n\n\u{b6}J. TREMAINE"),
        ["J. TREMAINE"]
    );
}

#[test]
fn what_leaked_below_the_signature_is_no_name() {
    for below in [
        "======CABLE",
        "<XXXX",
        "SIPD1IS",
        "SIPDS",
        "\n(C) END",
        "\nCLASSIFIED BY: DCM ADA QUILL",
    ] {
        let end = format!("They agreed.\nTREMAINE\n{below}");
        assert_eq!(signature(&end), ["TREMAINE"], "{below}");
    }
    for name in ["CABLE", "SIPP", "SIPLEY"] {
        assert_eq!(signature(&format!("They agreed.\n{name}")), [name]);
    }
}

#[test]
fn no_place_signs_behind_a_sentence() {
    for end in [
        "They left. NORTHHAVEN",
        "They left the town.Northhaven",
        "They left for the coast. Sweden",
    ] {
        assert_eq!(signature(end), [""; 0], "{end}");
    }
    assert_eq!(signature("They left. Holt"), ["Holt"]);
}

#[test]
fn who_classified_may_have_a_name_without_vowels() {
    let signed = |by: &str| {
        let text = format!(
            "UNCLAS OSLO 000088\n\nSUBJECT: TALKS\n\nClassified By: DCM {by}, 1.4 (b)\n\n\
             1. (C) Talks.\n\nSMRT\n"
        );
        let cable = crate::parse::parse(text.as_bytes());
        let names = cable.signature.iter();
        names.map(|&name| cable.read(name)).collect::<Vec<_>>()
    };
    assert_eq!(signed("Ada Smrt"), ["SMRT"]);
    assert_eq!(signed("Ada Quill"), [""; 0]);
}

#[test]
fn two_may_sign_and_letters_be_misread() {
    for (end, names) in [
        ("They agreed.\nHOLT/TREMAINE", &["HOLT", "TREMAINE"][..]),
        ("They agreed. HOLT/TREMAINE", &["HOLT", "TREMAINE"]),
        ("They agreed.\nMARL0W", &["MARLOW"]),
        ("They agreed.\nTREMAINE//", &["TREMAINE"]),
        ("They agreed.\n_TREMAINE_", &["TREMAINE"]),
        ("They agreed.\nTREMAINENNNN", &["TREMAINE"]),
        ("They agreed. TREMAINENNNN", &["TREMAINE"]),
        ("They agreed. VAN DER HOLT", &["VAN DER HOLT"]),
        (
            "They agreed.\nTREMAINE\nCORRECTED COPY (PARA 2)",
            &["TREMAINE"],
        ),
        ("They met XXXXXXXXXXXX\n\nTremaine", &["Tremaine"]),
        ("Boats and\nnets 14\n\nTremaine", &["Tremaine"]),
        ("They met XXXXXXXXXXXX\nTremaine", &[]),
        ("They named\n\nTremaine", &[]),
        // Posts, offices, acronyms and numbers are no signers.
        ("They agreed.\nPARIS/LONDON", &[]),
        ("They agreed.\nAND/OR", &[]),
        ("They agreed.\nNATO/TREMAINE", &[]),
        ("They agreed.\nB0AT", &[]),
        ("They agreed.\nROUTE 00", &[]),
        ("They met in\nNEW YORK", &[]),
        ("They agreed.\nNEW YORK", &[]),
        // What a colon announces is an item.
        ("They named one port:\n\nHOLT", &[]),
        (
            "They agreed.\n\nSignature:\tTremaine\n\nDrafted By:\tDCM:Quill\nCleared By:\tPOL:Holt\nReleased By:\tHolt",
            &["Tremaine"],
        ),
        ("They asked for a\nSignature: Yes.", &[]),
        ("They agreed. Van Holt", &["Van Holt"]),
        ("They agreed. ST. CLAIR", &["ST. CLAIR"]),
        ("They agreed. PE\u{d1}A", &["PE\u{d1}A"]),
        ("They agreed. Old Holt", &[]),
        ("THEY AGREED.TREMAINE", &["TREMAINE"]),
        ("THEY CAME TO U.S.HARBOR", &[]),
        ("They agreed.\nTREMAINE\nAMBASSADOR", &["TREMAINE"]),
        ("They agreed.\nHOLT UNQUOTE\nTREMAINE", &["TREMAINE"]),
        ("Control officer: Otto Holt\n\nTremaine", &["Tremaine"]),
        ("They agreed.\nHOLT FOR TREMAINE", &["HOLT", "TREMAINE"]),
        ("They agreed.\nHolt for Tremaine", &["Holt", "Tremaine"]),
        ("They agreed.\nGOOD FOR NATO", &[]),
        ("They agreed.\nTALKS FOR OSLO", &[]),
        ("They agreed to talk again\nTremaine", &["Tremaine"]),
        ("They agreed to talk again with\nTremaine", &[]),
        ("They agreed to talk with Ada\nTremaine", &[]),
        ("They agreed to fly home,\nTremaine", &[]),
        ("They agreed to fly home\nOslo", &[]),
        ("They agreed.\nACTING SECRETARY\nHOLT", &["HOLT"]),
        ("WE WILL KEEP YOU ALL INFORMED OF IT\nHOLT", &["HOLT"]),
    ] {
        assert_eq!(signature(end), names, "{end}");
    }
}

#[test]
fn a_name_may_be_broken_at_its_hyphen() {
    assert_eq!(signature("They agreed.\n\nQUILL-\nVANCE"), ["QUILL-VANCE"]);
    assert_eq!(signature("They agreed.\nQUILL\nVANCE"), ["QUILL", "VANCE"]);
    // A word of the text is broken likewise.
    assert_eq!(signature("THEY MET ON THE\nHARBOR-\nMASTER"), [""; 0]);
}

#[test]
fn damage_of_a_name_is_read_over() {
    assert_eq!(signature("They agreed.\n\nTREMA1NE"), ["TREMAINE"]);
    assert_eq!(signature("They agreed.\n\nO,HARROW"), ["O'HARROW"]);
    assert_eq!(signature("They agreed.\n\nQUI\u{bf}OZ"), ["QUI\u{bf}OZ"]);
}

#[test]
fn what_stands_around_a_name_is_none_of_it() {
    for end in [
        "They agreed.\n\nTREMAINE\nGP-3",
        "They agreed.\n\nTREMAINE\nGP-3.",
        "They agreed.\n\nTREMAINE\n\nSENSITIVE BUT UNCLASSIFIED.",
        "They agreed.\n\nTREMAINE\nLIMITED OFFICIAL USE NNNN",
        "They agreed.\n\nTREMAINE\n08NORTHHAVEN88",
        "They agreed.\n\nDECONTROL AFTER VISIT. TREMAINE",
        "They agreed.\n\n(U) TREMAINE",
        "They agreed.\n\nTREMAINE+++",
        "They agreed.\n\nREGARDS, TREMAINE",
    ] {
        assert_eq!(signature(end), ["TREMAINE"], "{end}");
    }
    for end in [
        "They agreed.\n\nDECONTROL AFTER VISIT.",
        "They agreed.\n\nSINCERELY,",
        "They agreed.\n\n(U) CONCLUSION",
        "They agreed.\n\n[OMITTED]",
        "They came from afar. These",
        "THEY CAME FROM AFAR. WHILE WAITING",
    ] {
        assert_eq!(signature(end), [""; 0], "{end}");
    }
}
