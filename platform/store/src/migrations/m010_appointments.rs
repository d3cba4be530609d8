//! Appointments with clients: when, where, who comes and why.

use super::table::T;

super::step!(
    "m010_appointments",
    [
        // `sequence` grows with every change that a calendar must learn of (RFC 5545); `version` with every change at all.
        T::new("appointment")
            .owned()
            .uuid_opt("matter_id")
            .uuid("team_id")
            .uuid("handler_id")
            .text("place")
            .text_opt("address")
            .uuid_opt("unit_id")
            .text_opt("link")
            .text("why")
            .ts("starts_at")
            .ts("ends_at")
            .text("state")
            .int("sequence")
            .text_opt("client_words")
            .text_opt("cancel_reason")
            .text_opt("cancel_text")
            .text_opt("cancelled_by")
            .uuid("created_by")
            .ts_opt("reminded_at")
            .versioned()
            .index(&["team_id", "starts_at"])
            .index(&["handler_id", "starts_at"])
            .index(&["client_id", "starts_at"])
            .index(&["matter_id"])
            .index(&["state", "starts_at"]),
        // Who comes; the one who answers for it is among them.
        T::new("appointment_person")
            .uuid("appointment_id")
            .uuid("professional_id")
            .primary(&["appointment_id", "professional_id"])
            .index(&["professional_id"])
            .fk("appointment_id", "appointment"),
    ]
);
