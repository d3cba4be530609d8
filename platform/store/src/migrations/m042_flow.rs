//! Measures of change (E14): changes of the way of working, marked on the axis of time.

use super::table::T;

super::step!(
    "m042_flow",
    [
        // A change of the way of working: what, from which day, for which team (none: the county). `removed_at`: it was marked by mistake.
        T::new("flow_change")
            .id()
            .uuid_opt("team_id")
            .date("from_on")
            .text("title")
            .text_opt("words")
            .uuid("marked_by")
            .ts_opt("removed_at")
            .versioned()
            .index(&["from_on"])
            .index(&["team_id"]),
    ]
);
