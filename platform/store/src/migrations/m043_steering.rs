//! Steering: dashboards of saved tiles; the county's figures as they were counted last; demand day by day, and forecasts kept as they were
//! made so that they can be checked afterwards (E17, U12). Nothing here names a client.

use super::table::T;

super::step!(
    "m043_steering",
    [
        // A page of figures of somebody's own; with `team_id` it is shared with the team. `removed_at`: it can be brought back for a while.
        T::new("dashboard")
            .id()
            .uuid("owner_id")
            .uuid_opt("team_id")
            .text("name")
            .text("period")
            .ts_opt("removed_at")
            .versioned()
            .index(&["owner_id"])
            .index(&["team_id"]),
        // level: own | team | service | organiser; drawing: number | line | bars.
        T::new("dashboard_tile")
            .uuid("dashboard_id")
            .int("position")
            .text("figure")
            .text("level")
            .text_opt("service_task")
            .text("drawing")
            .primary(&["dashboard_id", "position"])
            .fk("dashboard_id", "dashboard"),
        // Counts of the whole county by service task and team, in `buckets` from the oldest period to this one.
        T::new("figure_count")
            .id()
            .text("figure")
            .text("period")
            .text("service_task")
            .uuid_opt("team_id")
            .json("buckets")
            .ts("counted_at")
            .index(&["period", "figure"]),
        // How many there were of a service on a day, of those living in an area (a municipality's code; `all`, and `other` for small ones).
        T::new("demand_day").text("service").text("area").date("day_on").int("n").primary(&["service", "area", "day_on"]),
        // What was expected of a day, and between which numbers it would be with 80 and 95 per cent certainty. `tried`: made afterwards from
        // what was known on `made_on`, to see how well the method does.
        T::new("forecast")
            .id()
            .text("service")
            .text("area")
            .date("made_on")
            .date("for_on")
            .flag("tried")
            .float("expected")
            .int("low80")
            .int("high80")
            .int("low95")
            .int("high95")
            .unique(&["service", "area", "made_on", "for_on"])
            .index(&["for_on"]),
    ]
);
