//! Removal when the time is over: runs with their reports and proofs, and what people hold back.

use super::table::T;

super::step!(
    "m009_retention",
    [
        // `report` before and `proof` after hold counts by rule and table, never whose.
        T::new("retention_run")
            .id()
            .text("state")
            .text("rules_version")
            .ts("planned_at")
            .text_opt("approved_by")
            .ts_opt("approved_at")
            .ts_opt("lease_until")
            .ts_opt("finished_at")
            .json("report")
            .json_opt("proof")
            .index(&["state", "planned_at"]),
        // A client whose data stay beyond the rules, for as long as it says. The ground is a code or a case's number.
        T::new("retention_hold").owned().text("ground").ts("set_at").ts_opt("lifted_at").index(&["client_id", "lifted_at"]),
    ]
);
