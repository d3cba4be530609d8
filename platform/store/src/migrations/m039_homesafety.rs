//! Home safety (E10): what was looked at in a client's home, the risks found until they are mended, and what the rescue authority was told.

use super::table::T;

super::step!(
    "m039_homesafety",
    [
        // state: draft | finished | replaced | discarded. `answers`: by the code of an item, what was answered, in what words, with which
        // of the matter's attachments, when and by whom. A finished one is corrected by another whose `corrects` names it.
        T::new("safety_assessment")
            .owned()
            .uuid_opt("matter_id")
            .uuid_opt("team_id")
            .text("rules_version")
            .text("state")
            .json("answers")
            .text_opt("took_part")
            .text_opt("own_view")
            .ts("begun_at")
            .uuid("begun_by")
            .ts_opt("finished_at")
            .uuid_opt("finished_by")
            .uuid_opt("corrects")
            .text_opt("correction_reason")
            .versioned()
            .index(&["client_id", "begun_at"]),
        // state: found | agreed | mended | accepted | passed_on | mistaken. `steps`: what was said and done of it, in its order.
        T::new("safety_risk")
            .owned()
            .uuid("assessment_id")
            .text("item")
            .text("rules_version")
            .int("severity")
            .text_opt("words")
            .text("state")
            .text_opt("act")
            .text_opt("doer")
            .date("due_on")
            .uuid_opt("team_id")
            .uuid_opt("handler_id")
            .json("steps")
            .ts("found_at")
            .ts_opt("closed_at")
            .versioned()
            .index(&["client_id", "state"])
            .index(&["team_id", "state", "due_on"]),
        // state: waiting | received | refused | by_hand | delivered. `content`: what is told, as it is told, and nothing else. The id is the
        // key by which the receiver knows a message it has had before.
        T::new("rescue_notice")
            .owned()
            .json("risks")
            .json("content")
            .text("law")
            .text("rules_version")
            .flag("shown_to_client")
            .text("state")
            .text_opt("reason")
            .int("tries")
            .text_opt("receipt")
            .text_opt("receiver")
            .ts("made_at")
            .uuid("made_by")
            .ts_opt("settled_at")
            .uuid_opt("settled_by")
            .text_opt("settled_words")
            .index(&["client_id", "made_at"]),
    ]
);
