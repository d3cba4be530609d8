use crate::codes;

codes! {
    /// With whom a client shares, or does not (self-direction, U11).
    SharingParty {
        /// Those who care for the client, in that register and task.
        OwnTeam => "own_team",
        /// Those who care for the client in another register or task of the county.
        OtherUnits => "other_units",
        /// Those who act for the client by the client's own mandate.
        CloseOnes => "close_ones",
        /// Outside services that the client has joined.
        Apps => "apps",
        /// The client: how much of it they manage themself.
        Myself => "myself",
    }
}

codes! {
    /// What is chosen.
    SharingChoice { Share => "share", Ask => "ask", Keep => "keep" }
}

impl SharingChoice {
    /// How much of self-direction there is in it, 0–100: what a percentage is the mean of.
    pub const fn weight(self) -> u32 {
        match self {
            Self::Share => 0,
            Self::Ask => 50,
            Self::Keep => 100,
        }
    }
}

codes! {
    /// For which situation. What is not chosen for another one is as in the ordinary one.
    SharingSituation { Ordinary => "ordinary", Emergency => "emergency", Planning => "planning" }
}
