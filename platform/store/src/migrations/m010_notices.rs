//! Notices that something waits for the client: what the client chose, and the outbox.

use super::table::T;

super::step!(
    "m010_notices",
    [
        // The channels a client chose on their own page; a client without a row has chosen none.
        T::new("notice_choice").owned().flag("email").flag("sms").flag("suomifi").versioned().unique(&["client_id"]),
        // That something waits: written in the transaction of what waits. `key` names what it is about, once for ever.
        T::new("notice")
            .owned()
            .uuid_opt("matter_id")
            .text("occasion")
            .text("object_kind")
            .uuid("object_id")
            .text("key")
            .text("rule_version")
            .ts("made_at")
            .unique(&["key"])
            .index(&["matter_id", "made_at"])
            .index(&["object_id"])
            .index(&["client_id", "made_at"]),
        // One for each channel it goes by. Addresses are not kept here: they are read when it is sent.
        T::new("notice_delivery")
            .id()
            .uuid("client_id")
            .scope()
            .uuid("notice_id")
            .text("channel")
            .text("state")
            .int("attempts")
            .ts_opt("attempted_at")
            .ts_opt("sent_at")
            .text_opt("code")
            .text_opt("reference")
            .ts("made_at")
            .unique(&["notice_id", "channel"])
            .index(&["client_id", "state"])
            .fk("notice_id", "notice"),
    ]
);
