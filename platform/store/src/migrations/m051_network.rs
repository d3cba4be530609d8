//! The network a client's situation calls for (E4): proposals that were set aside, with the reason.

use super::table::T;

super::step!(
    "m051_network",
    [
        // The scope is where whoever set it aside works. `facts_key` says of which facts: when others are true, it does not hold any more.
        T::new("network_dismissal")
            .owned()
            .text("rule")
            .text("rules_version")
            .text("facts_key")
            .text("reason")
            .ts("at")
            .uuid("by_id")
            .ts_opt("restored_at")
            .uuid_opt("restored_by")
            .index(&["client_id", "rule"]),
    ]
);
