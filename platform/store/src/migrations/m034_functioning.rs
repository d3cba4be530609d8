//! Functional ability (E9): what was measured or estimated, by whom and when.

use super::table::T;

super::step!(
    "m034_functioning",
    [
        // origin: self | close_one | professional | device; recorded_kind: staff | client | system. `answers` are the rounds of a
        // measure's items by their codes; score and band were counted from them by the definition named. A row is ended, never changed:
        // a correction is a new row whose `corrects` names the one it takes the place of.
        T::new("measurement")
            .owned()
            .text("measure")
            .text("measure_version")
            .text("rules_version")
            .json("answers")
            .float_opt("score")
            .text_opt("band")
            .text("origin")
            .text_opt("note")
            .ts("measured_at")
            .ts("recorded_at")
            .text("recorded_kind")
            .uuid_opt("recorded_by")
            .uuid_opt("corrects")
            .ts_opt("ended_at")
            // corrected | withdrawn
            .text_opt("ended_how")
            .text_opt("ended_reason")
            .text_opt("ended_kind")
            .uuid_opt("ended_by")
            .index(&["client_id", "measured_at"]),
    ]
);
