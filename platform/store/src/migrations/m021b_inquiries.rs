//! What clients have asked about entries of the access log, and the answers.

use super::table::T;

super::step!(
    "m021b_inquiries",
    [
        // The entry is named with what it said, for the log's own line goes at the end of its retention.
        T::new("log_inquiry")
            .owned()
            .uuid("log_id")
            .ts("entry_at")
            .text("entry_action")
            .text_opt("entry_ground")
            .uuid_opt("entry_actor_id")
            .uuid_opt("entry_unit_id")
            .text("words")
            .ts("asked_at")
            .date("due_on")
            .text("rule_version")
            .text_opt("answer")
            .uuid_opt("answered_by")
            .ts_opt("answered_at")
            .ts_opt("seen_at")
            .int("version")
            .unique(&["client_id", "log_id"])
            .index(&["answered_at", "due_on"])
            .index(&["entry_unit_id"])
            .index(&["entry_actor_id"]),
    ]
);
