//! Plan and supply (U9): a deviation that somebody has handled. Deviations themselves are found each time they are read.

use super::table::T;

super::step!(
    "m049_supply",
    [
        // kind: no_place | late_start | service_ended | provider_closed | no_staff; `thing_id` is the plan's service. It is handled for this cause:
        // when a new one arises the deviation comes back.
        T::new("supply_handled")
            .owned()
            .text("kind")
            .uuid("thing_id")
            .uuid_opt("cause_id")
            .date_opt("cause_on")
            .text_opt("what")
            .text("words")
            .text("rules_version")
            .uuid("by_id")
            .ts("at")
            .ts_opt("undone_at")
            .uuid_opt("undone_by")
            .index(&["client_id", "thing_id"]),
    ]
);
