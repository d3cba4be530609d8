//! The client's whole plan (U4): what does not fit together in it, once somebody has opened it for talk; what was said, and who agreed.

use super::table::T;

super::step!(
    "m041_planning",
    [
        // Findings are counted each time they are read; a row is one that is talked of. Its scope is its first part's, `with_*` its second's.
        // `finding_key`: the rule and the ids of what it is about, so a finding of mended plans is another or none. state: open | settled |
        // accepted | void.
        T::new("plan_finding")
            .owned()
            .text_opt("with_register")
            .text_opt("with_task")
            .int_opt("with_row")
            .text("rule")
            .text("rules_version")
            .text("finding_key")
            .text("state")
            .flag("told_client")
            .uuid_opt("team_id")
            .ts_opt("settled_at")
            .versioned()
            .unique(&["client_id", "finding_key"])
            .index(&["team_id", "state"]),
        // step: opened | said | settled | accepted | void | reopened; voice: staff | client.
        T::new("plan_talk")
            .owned()
            .uuid("finding_id")
            .text("step")
            .text("voice")
            .uuid("by_id")
            .text_opt("words")
            .ts("at")
            .index(&["finding_id", "at"]),
        // `over_at`: the talk was opened again, and what was agreed holds no more.
        T::new("plan_agreement")
            .owned()
            .uuid("finding_id")
            .text("voice")
            .uuid("by_id")
            .ts("at")
            .ts_opt("over_at")
            .index(&["finding_id", "at"]),
    ]
);
