//! Registers as sources: what the population register told, the feed that reads it, and what people must decide because of it.

use super::table::T;

super::step!(
    "m017_registers",
    [
        // What the register told of a client, word by word: never changed, so that what held when can be seen. `change_number`
        // is the register's own (kirjausavain); an older word that comes late does not push a newer one aside.
        T::new("population_fact")
            .owned()
            .text("kind")
            .text_opt("value")
            .uuid_opt("person_id")
            .date_opt("valid_from")
            .date_opt("valid_to")
            .ts("changed_at")
            .big("change_number")
            .ts("taken_at")
            .index(&["client_id", "kind", "change_number"]),
        // Where the reading of a register's feed stands.
        T::new("population_feed")
            .text("name")
            .big("cursor")
            .big("previous")
            .ts("begun_at")
            .ts_opt("read_at")
            .ts_opt("changed_at")
            .ts_opt("failing_since")
            .text_opt("last_error")
            .primary(&["name"]),
        // Messages as they came: sealed, once each by the keyed hash of what they say. A message that could not be taken is
        // set aside with its reason and the place in it.
        T::new("population_message")
            .id()
            .uuid_opt("client_id")
            .scope()
            .bytes("digest")
            .text("source")
            .big("change_number")
            .ts_opt("changed_at")
            .text("groups")
            .text("state")
            .text_opt("reason")
            .text_opt("place")
            .bytes("sealed")
            .int("attempts")
            .ts("taken_at")
            .ts("updated_at")
            .unique(&["digest"])
            .index(&["state", "taken_at"])
            .index(&["client_id", "change_number"]),
        // Changes that were missed, when that was noticed and when they were caught up.
        T::new("population_gap")
            .id()
            .text("kind")
            .big("from_number")
            .big("to_number")
            .int("messages")
            .ts("noticed_at")
            .ts_opt("filled_at")
            .index(&["noticed_at"]),
        // Whose changes are asked for, since their basic data were read.
        T::new("population_person").owned().ts("followed_at").unique(&["client_id"]),
        // What a person must decide because of what a register told.
        T::new("to_settle")
            .owned()
            .text("cause")
            .date_opt("happened_on")
            .text("object_kind")
            .uuid("object_id")
            .uuid_opt("team_id")
            .uuid_opt("handler_id")
            .text("rule_version")
            .text("key")
            .text("state")
            .text_opt("outcome")
            .text_opt("reason")
            .ts_opt("settled_at")
            .uuid_opt("settled_by")
            .versioned()
            .unique(&["key"])
            .index(&["team_id", "state"])
            .index(&["handler_id", "state"])
            .index(&["client_id", "state"]),
    ]
);
