//! What came from source systems: the untouched original and the typed rows made from it.

use super::table::T;

super::step!(
    "m003_records",
    [
        // One logical resource of a source: what a fullUrl or an identifier names.
        T::new("source_resource").id().text("source_system").text("resource_type").uuid_opt("client_id").uuid("original_id").text("label").int("version").ts("received_at").ts("updated_at").index(&["client_id"]).index(&["source_system", "resource_type"]),
        // Every name a resource is known by, as a keyed hash (a name can be a hetu).
        T::new("source_key").uuid("key_hash").uuid("resource_id").primary(&["key_hash"]).index(&["resource_id"]),
        // Every received version as it came: compressed, hashed over the plain bytes, sealed with the node's key.
        T::new("original")
            .id().uuid_opt("client_id").scope()
            .uuid("resource_id").text("source_system").text("resource_type")
            .int("revision").flag("is_current").text_opt("source_version").ts_opt("source_changed_at")
            .bytes("sha256").text("content_type").int("body_len").bytes("body")
            .text_opt("context").text_opt("source_file").text_opt("entry").ts("received_at")
            .unique(&["resource_id", "revision"]).index(&["client_id", "resource_type"]).index(&["resource_type", "is_current"]),
        T::new("record_entry")
            .owned()
            .text("source_system").uuid_opt("original_id").int("original_line").uuid_opt("resource_id").uuid_opt("part_of").int("position")
            .text("kind").text_opt("class").text_opt("status").text_opt("verification")
            .text_opt("code_system").text_opt("code").text_opt("title")
            .ts_opt("started_at").ts_opt("ended_at").text_opt("precision").ts_opt("recorded_at")
            .float_opt("quantity").text_opt("unit").text_opt("text_value").text_opt("value_system").text_opt("value_code")
            .float_opt("range_low").float_opt("range_high").text_opt("interpretation").text_opt("severity")
            .uuid_opt("performer_id").text_opt("performer").uuid_opt("organisation_id").text_opt("organisation").uuid_opt("place_id").text_opt("place")
            .uuid_opt("encounter_id").text_opt("reason").ts("received_at")
            .index(&["client_id", "kind", "started_at"]).index(&["resource_id"]).index(&["original_id"]),
        // Parts of an entry: a plan's goals and activities, dosages, participants, notes.
        T::new("record_part")
            .owned()
            .uuid("entry_id").uuid_opt("resource_id").text("kind").int("position").text_opt("status")
            .text_opt("code_system").text_opt("code").text_opt("title").text_opt("text_value")
            .float_opt("quantity").text_opt("unit").ts_opt("started_at").ts_opt("ended_at")
            .text_opt("role").uuid_opt("actor_id").text_opt("actor").uuid_opt("target_id")
            .index(&["client_id", "entry_id"]).index(&["resource_id"]),
        // Sources' own people and units; not the county's staff.
        T::new("source_actor")
            .id().uuid("original_id").text("source_system").text("kind").text_opt("name").flag_opt("active")
            .text_opt("identifier_system").text_opt("identifier").text_opt("code_system").text_opt("code").text_opt("title")
            .text_opt("phone").text_opt("email").text_opt("address").uuid_opt("practitioner_id").uuid_opt("organisation_id").uuid_opt("place_id").uuid_opt("part_of").text_opt("status").ts("received_at")
            .index(&["kind", "name"]),
        T::new("pending_reference").id().uuid("resource_id").uuid_opt("client_id").text("source_system").text("path").text_opt("target_type").uuid("key_hash").text("target_label").ts("since").unique(&["resource_id", "path", "key_hash"]).index(&["key_hash"]),
    ]
);
