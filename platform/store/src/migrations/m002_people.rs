//! Clients, identities and their links, close ones, contact details; professionals, units, teams.

use super::table::T;

super::step!(
    "m002_people",
    [
        T::new("organisation").id().text("name").text("kind").text_opt("business_id").text_opt("oid").uuid_opt("part_of").date("valid_from").date_opt("valid_to"),
        T::new("unit").id().uuid("organisation_id").text("name").text("kind").text_opt("municipality").date("valid_from").date_opt("valid_to").fk("organisation_id", "organisation"),
        // `key` is the name routing rules use.
        T::new("team").id().text("key").text("name").uuid("unit_id").text("service_task").date("valid_from").date_opt("valid_to").unique(&["key"]).fk("unit_id", "unit"),
        T::new("professional")
            .id()
            .text("name")
            .text("role")
            .text("title_fi")
            .text_opt("title_sv")
            .text_opt("title_en")
            .uuid("unit_id")
            .text_opt("subject")
            .text_opt("email")
            .flag("can_decide")
            .date("valid_from")
            .date_opt("valid_to")
            .versioned()
            .unique(&["subject"])
            .fk("unit_id", "unit"),
        T::new("membership").id().uuid("professional_id").uuid("team_id").date("valid_from").date_opt("valid_to").index(&["professional_id"]).index(&["team_id"]).fk("professional_id", "professional").fk("team_id", "team"),
        T::new("absence").id().uuid("professional_id").uuid_opt("substitute_id").date("from_on").date("to_on").ts("created_at").uuid_opt("created_by").index(&["professional_id"]).index(&["substitute_id"]),
        // A client: one identity. The scope says under whose responsibility the identity was written.
        T::new("client")
            .id()
            .scope()
            .text("identity")
            .text("family_name")
            .text("given_names")
            .date_opt("birth_date")
            .text("sex")
            .text_opt("mother_tongue")
            .text_opt("service_language")
            .flag("interpreter")
            .text_opt("municipality")
            .flag("protected")
            .flag("deceased")
            .date_opt("deceased_on")
            .text_opt("hetu_hint")
            .text("origin")
            .versioned()
            .index(&["birth_date"]),
        // Folded parts of names ("Mäki-Länsiö" → makilansio, maki, lansio): a search by any part in any order is a range scan.
        T::new("client_name_key").bytewise("part").uuid("client_id").primary(&["part", "client_id"]).index(&["client_id", "part"]),
        // Hetu and other identifiers: the value sealed, the blind index keyed; equality is all that can be asked.
        T::new("client_identifier").owned().text("kind").text("system").bytes("sealed").bytes("blind").ts("valid_from").ts_opt("valid_to").unique(&["blind", "client_id", "system"]).index(&["client_id"]),
        // Why a professional did something out of the ordinary, in their own words: `address` a protected address was shown,
        // `not_duplicate` a client was added although a like one existed. Words can name people, so they are a client's data.
        T::new("stated_reason").owned().uuid("professional_id").text("what").text("reason").ts("at").index(&["client_id", "at"]),
        // Identities of one person: `client_id` is the identity joined to `linked_id`; ended, never deleted.
        T::new("identity_link").owned().uuid("linked_id").text("reason").ts("linked_at").uuid_opt("linked_by").ts_opt("unlinked_at").uuid_opt("unlinked_by").index(&["linked_id"]).index(&["client_id", "unlinked_at"]),
        T::new("contact_detail").owned().text("kind").text("type").text("value").text("origin").text_opt("service").ts("recorded_at").date_opt("valid_to").ts_opt("ended_at").versioned().index(&["client_id", "ended_at"]),
        T::new("close_one").owned().text("name").text("roles").flag("official").text_opt("phone").text_opt("note").uuid_opt("person_id").text("origin").bytes_opt("source_key").ts_opt("ended_at").versioned().index(&["client_id", "ended_at"]).index(&["person_id"]).unique(&["source_key"]),
        T::new("client_professional").owned().uuid("professional_id").text("role").text_opt("wish").ts("valid_from").ts_opt("valid_to").versioned().index(&["client_id", "valid_to"]).index(&["professional_id", "valid_to"]),
    ]
);
