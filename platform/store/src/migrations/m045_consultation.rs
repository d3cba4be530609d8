//! E-consultations (S17): what one who has a client in care asks a specialist team, with the client in the same thread.

use super::table::T;

super::step!(
    "m045_consultation",
    [
        // The row's own scope is the specialist team's; `from_register` and `from_task` are the asker's, by which the asker's side sees the
        // same row. state: sent | taken | answered | advised | referred | declined | withdrawn. urgency: of the rules. hope: advice |
        // take_over. `told`: the client knows of it and sees it; else `untold_why`. `due_at`: by when it is answered; `asked_at` while a
        // question back waits. basis: own | permit | agreed. `note_id`: the advice in the client's record; `request_id`: the referral.
        T::new("consultation")
            .owned()
            .uuid("matter_id")
            .text("from_register")
            .text("from_task")
            .uuid("from_team_id")
            .uuid("from_id")
            .uuid("to_team_id")
            .uuid_opt("handler_id")
            .text("basis")
            .text("state")
            .text("urgency")
            .text("hope")
            .text("question")
            .text("why")
            .flag("told")
            .text_opt("untold_why")
            .text("rules_version")
            .date("sent_on")
            .ts("sent_at")
            .ts("due_at")
            .flag("late_told")
            .ts_opt("asked_at")
            .ts_opt("answered_at")
            .text_opt("decline_reason")
            .uuid_opt("note_id")
            .uuid_opt("request_id")
            .ts_opt("closed_at")
            .versioned()
            .index(&["to_team_id", "state", "due_at"])
            .index(&["from_team_id", "state", "due_at"])
            .index(&["matter_id", "to_team_id", "state"])
            .index(&["client_id", "state"])
            .index(&["state", "due_at"]),
        // The thread. step: sent | taken | handed_on | asked | replied | message | answered | advised | referred | declined | withdrawn |
        // attached | late. side: asker | specialist | client, none of what went by itself. `professionals`: not for the client.
        T::new("consultation_entry")
            .owned()
            .uuid("consultation_id")
            .text("step")
            .text_opt("side")
            .ts("at")
            .uuid_opt("by_id")
            .uuid_opt("to_id")
            .text_opt("reason")
            .text_opt("words")
            .flag("professionals")
            .uuid_opt("attachment_id")
            .index(&["consultation_id", "at"]),
    ]
);
