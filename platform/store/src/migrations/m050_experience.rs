//! How clients found it (E16, E14): what they are asked when a matter has ended, what they answer; and the reminders they set themselves.

use super::table::T;

super::step!(
    "m050_experience",
    [
        // One of each matter. The scope is the matter's. state: open | answered | declined | withdrawn (the matter goes on). `named`: the
        // client lets their name be told with the words. `told`: that it waits has been told by the channels the client chose.
        // `main_value` and `satisfied`: the main question as the rules of then have it.
        T::new("feedback_ask")
            .owned()
            .uuid("matter_id")
            .uuid("team_id")
            .text("rules_version")
            .date("ended_on")
            .date("opens_on")
            .date("closes_on")
            .text("state")
            .flag("told")
            .flag("named")
            .ts_opt("answered_at")
            .int_opt("main_value")
            .flag_opt("satisfied")
            .versioned()
            .unique(&["matter_id", "client_id"])
            .index(&["state", "opens_on"])
            .index(&["team_id", "opens_on"])
            .index(&["client_id", "opens_on"]),
        // What was answered last; `value` of a scale, `words` of a free text.
        T::new("feedback_answer").owned().uuid("ask_id").text("question").int_opt("value").text_opt("words").index(&["ask_id"]),
        // repeats: once | daily | weekly. `starts_on` and `minute` are Finnish time; `next_at` is the instant it comes next, none when it has
        // come for the last time; `last_at` is when it came last. `removed_at`: the client has removed it.
        T::new("own_reminder")
            .owned()
            .text("words")
            .date("starts_on")
            .int("minute")
            .text("repeats")
            .ts_opt("next_at")
            .ts_opt("last_at")
            .ts_opt("removed_at")
            .versioned()
            .index(&["next_at"])
            .index(&["client_id", "removed_at"]),
    ]
);
