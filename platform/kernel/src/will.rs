use crate::codes;

codes! {
    /// What a client says of their data (tahdonilmaisu).
    WillKind {
        /// Data of one register may be used by those who care for the client elsewhere (luovutuslupa).
        Permit => "permit",
        /// Data are not disclosed, at one of three levels (luovutuskielto).
        Denial => "denial",
        /// Samples and data may go to a biobank. Nothing opens by it here.
        Biobank => "biobank",
        /// Needs may be assessed and guidance given although there is no care relation. Nothing opens by it here.
        Guidance => "guidance",
    }
}

codes! {
    /// What it reaches. The three levels of a denial are those of THL's document 1505.9 (verified: sosmeta).
    WillLevel {
        /// Not a denial: a permit reaches its register, a consent what its text says.
        All => "all",
        /// All data of one register of this controller.
        Controller => "controller",
        ServiceTask => "service_task",
        Document => "document",
    }
}
