//! The data subject's rights: requests for a copy of one's own data and for mending them, the copies themselves, restrictions.

use super::table::T;

super::step!(
    "m025_rights",
    [
        // kind: copy | correction; state: waiting | done | refused. Of a copy, `channel`, `identity_checked` and `reason` say how a
        // professional asked for it for the client. Of a correction: what it is about, what is wrong and what is right.
        T::new("rights_request")
            .owned()
            .text("kind")
            .text("state")
            .ts("asked_at")
            .text("channel")
            .uuid_opt("asked_by")
            .text_opt("identity_checked")
            .text_opt("reason")
            .text_opt("object_kind")
            .uuid_opt("object_id")
            .text_opt("object_label")
            .text_opt("wrong")
            .text_opt("correct")
            // Whose desk it is on: the unit and the professional who wrote what is said to be wrong, as far as known.
            .uuid_opt("unit_id")
            .uuid_opt("handler_id")
            .date("due_on")
            .ts_opt("extended_at")
            .text_opt("extended_reason")
            .text("rule_version")
            .text_opt("outcome")
            .text_opt("answer")
            .ts_opt("answered_at")
            .uuid_opt("answered_by")
            // What took the place of what was wrong.
            .uuid_opt("new_object_id")
            .ts_opt("seen_at")
            .versioned()
            .index(&["state", "due_on"])
            .index(&["client_id", "kind"]),
        // state: making | ready | failed | removed; progress: 0–100. `pairs`: registers and tasks of a copy that a professional
        // started, "social/older_people …"; empty: all.
        T::new("rights_copy")
            .owned()
            .uuid("request_id")
            .text("language")
            .text("state")
            .int("progress")
            .text_opt("pairs")
            .ts_opt("made_at")
            .ts_opt("keep_until")
            .big_opt("size")
            .bytes_opt("sha256")
            .ts_opt("removed_at")
            .index(&["request_id"])
            .index(&["state", "keep_until"]),
        // The file, sealed with the node's key.
        T::new("rights_copy_content").uuid("copy_id").bytes("content").primary(&["copy_id"]).fk("copy_id", "rights_copy"),
        // Processing restricted (GDPR 18): of one thing, or of the whole register when `object_id` is empty.
        T::new("rights_restriction")
            .owned()
            .text("object_kind")
            .uuid_opt("object_id")
            .text_opt("object_label")
            .text("ground")
            .text("why")
            .uuid_opt("request_id")
            .ts("marked_at")
            .uuid_opt("marked_by")
            // The client was told before it was lifted (18(3)).
            .ts_opt("informed_at")
            .ts_opt("lifted_at")
            .uuid_opt("lifted_by")
            .text_opt("lift_reason")
            .versioned()
            .index(&["client_id", "lifted_at"]),
    ]
);
