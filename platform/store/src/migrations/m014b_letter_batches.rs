//! Letters made of templates: batches and the letters on matters.

use super::table::T;

super::step!(
    "m014b_letter_batches",
    [
        // Made at once by one professional: sent or taken back as a whole.
        T::new("letter_batch")
            .id()
            .text("template")
            .text("rule_version")
            .text("way")
            .uuid("made_by")
            .ts("made_at")
            .ts_opt("sent_at")
            .ts_opt("undone_at")
            .versioned()
            .index(&["made_by", "made_at"]),
        // The address is not kept: it is read when the letter is printed, so that a protected one is never on paper.
        T::new("letter")
            .owned()
            .uuid("batch_id")
            .uuid("matter_id")
            .text("language")
            .text("recipient")
            .text("subject")
            .text("body")
            .uuid("made_by")
            .ts("made_at")
            .ts_opt("sent_at")
            .ts_opt("undone_at")
            .index(&["batch_id"])
            .index(&["matter_id"])
            .fk("batch_id", "letter_batch"),
    ]
);
