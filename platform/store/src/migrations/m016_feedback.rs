//! Feedback on accessibility, sent by anyone.

use super::table::T;

super::step!(
    "m016_feedback",
    [
        // Nothing says who sent it but what they wrote. The words can name people, so they are read by a proof; the code that
        // its sender reads the answer by is kept as a hash.
        T::new("accessibility_feedback")
            .id()
            .bytes("code_hash")
            .text("page")
            .text("words")
            .text_opt("contact")
            .text("language")
            .text("state")
            .ts("received_at")
            .date("due_on")
            .text_opt("answer")
            .uuid_opt("answered_by")
            .ts_opt("answered_at")
            .versioned()
            .unique(&["code_hash"])
            .index(&["state", "due_on"])
            .index(&["received_at"])
    ]
);
