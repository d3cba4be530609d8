//! Service requests (U13): what one team asks of another for a client, until its sender has seen what came of it; and what was chosen when
//! something had been done already (E3).

use super::table::T;

super::step!(
    "m038_requests",
    [
        // The row's own scope is the receiver's: what is asked becomes their work. `from_register` and `from_task` are the sender's, by
        // which the sender's side sees the same row. state: sent | accepted | declined | done | followed | withdrawn; `asked_at` while a
        // question of the receiver's waits. `due_on`: by when the one in whose hands it is has acted; `kept_on`: the receiver's day while
        // the sender answers; `late_for`: the day that was told to have passed. basis: own | permit | agreed. `provider_id`: a provider
        // without a team here; then the sender's team does both sides.
        T::new("service_request")
            .owned()
            .text("kind")
            .text("rules_version")
            .uuid_opt("matter_id")
            .text("from_register")
            .text("from_task")
            .uuid("from_team_id")
            .uuid("from_id")
            .uuid("to_team_id")
            .uuid_opt("provider_id")
            .uuid_opt("handler_id")
            .text("basis")
            .text("state")
            .text("words")
            .ts("sent_at")
            .date_opt("due_on")
            .date_opt("kept_on")
            .date_opt("late_for")
            .ts_opt("asked_at")
            .text_opt("decline_reason")
            .text_opt("result")
            .text_opt("result_item")
            .uuid_opt("result_id")
            .ts_opt("done_at")
            .ts_opt("closed_at")
            .versioned()
            .index(&["to_team_id", "state", "due_on"])
            .index(&["from_team_id", "state", "due_on"])
            .index(&["client_id", "state"])
            .index(&["matter_id"])
            .index(&["state", "due_on"]),
        // The history, kept whatever becomes of the request. step: sent | accepted | asked | answered | declined | sent_on | done |
        // followed | withdrawn | moved | late.
        T::new("request_step")
            .owned()
            .uuid("request_id")
            .text("step")
            .ts("at")
            .uuid_opt("by_id")
            .uuid_opt("team_id")
            .text_opt("reason")
            .text_opt("words")
            .index(&["request_id", "at"]),
        // starting: request | measure | assessment, and its code. choice: used | went_on. `thing_id`: what was used instead.
        T::new("cover_choice")
            .owned()
            .text("starting")
            .text("code")
            .text("choice")
            .text_opt("thing_item")
            .uuid_opt("thing_id")
            .uuid_opt("request_id")
            .text_opt("reason")
            .uuid_opt("team_id")
            .uuid("handler_id")
            .ts("at")
            .index(&["team_id", "at"])
            .index(&["handler_id", "at"]),
    ]
);
