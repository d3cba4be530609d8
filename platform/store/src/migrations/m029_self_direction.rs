//! Self-direction (U11): what a client has chosen to share, with whom and when.

use super::table::T;

super::step!(
    "m029_self_direction",
    [
        // situation: ordinary | emergency | planning; party: own_team | other_units | close_ones | apps | myself; choice: share | ask |
        // keep. `save_id` holds together what was saved at once, `ended_save_id` names the saving that ended it. Rows are ended, never
        // changed: the history is the rows.
        T::new("sharing_choice")
            .owned()
            .uuid("save_id")
            .text("situation")
            .text("party")
            .text("data_group")
            .text("choice")
            // Version of the rules whose words were read.
            .text("text_version")
            .ts("valid_from")
            .ts_opt("ended_at")
            .uuid_opt("ended_save_id")
            .index(&["client_id", "ended_at"]),
    ]
);
