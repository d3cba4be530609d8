//! Changes made in how the work is done, marked on the time axis, so that what came after can be held beside what was before (E14).
//! Nothing here names a client.

use super::table::T;

super::step!(
    "m044_changes",
    [
        // happened_on: the day the work changed. team_id, service_task: whose work it was; both empty: the whole county's.
        // `removed_at`: it can be brought back for a while.
        T::new("change_mark")
            .id()
            .uuid("made_by")
            .text("name")
            .text("about")
            .date("happened_on")
            .uuid_opt("team_id")
            .text_opt("service_task")
            .ts_opt("removed_at")
            .versioned()
            .index(&["happened_on"]),
    ]
);
