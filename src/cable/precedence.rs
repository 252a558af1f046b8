//! How fast a telegram was to be handled.

use std::fmt;

/// The precedence of a telegram or of one addressee, in rising order
/// (ACP 127 format lines 2 and 5; 5 FAH-2 H-420).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precedence {
    /// Prosign `R`.
    Routine,
    /// Prosign `P`.
    Priority,
    /// Prosign `O`.
    Immediate,
    /// `NIACT IMMEDIATE`: immediate, and to be acted on at night. It has no
    /// prosign of its own and stands beside an addressee only.
    NiactImmediate,
    /// Prosign `Z`.
    Flash,
    /// Prosign `Y`: emergency command precedence of military traffic.
    EmergencyCommand,
}

impl Precedence {
    /// Every precedence, the lowest first.
    pub const ALL: [Precedence; 6] = [
        Precedence::Routine,
        Precedence::Priority,
        Precedence::Immediate,
        Precedence::NiactImmediate,
        Precedence::Flash,
        Precedence::EmergencyCommand,
    ];

    /// The precedence that a prosign (`Z`, `O`, `P`, `R`, `Y`) stands for.
    #[must_use]
    pub fn from_prosign(prosign: char) -> Option<Precedence> {
        match prosign {
            'R' => Some(Precedence::Routine),
            'P' => Some(Precedence::Priority),
            'O' => Some(Precedence::Immediate),
            'Z' => Some(Precedence::Flash),
            'Y' => Some(Precedence::EmergencyCommand),
            _ => None,
        }
    }

    /// The name in the published form, for example `niact-immediate`.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Precedence::Routine => "routine",
            Precedence::Priority => "priority",
            Precedence::Immediate => "immediate",
            Precedence::NiactImmediate => "niact-immediate",
            Precedence::Flash => "flash",
            Precedence::EmergencyCommand => "emergency-command",
        }
    }
}

impl fmt::Display for Precedence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Precedence::Routine => "ROUTINE",
            Precedence::Priority => "PRIORITY",
            Precedence::Immediate => "IMMEDIATE",
            Precedence::NiactImmediate => "NIACT IMMEDIATE",
            Precedence::Flash => "FLASH",
            Precedence::EmergencyCommand => "EMERGENCY COMMAND",
        })
    }
}
