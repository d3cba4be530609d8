//! Customerships, matters and the work done in them.

use super::table::T;

super::step!(
    "m005_care",
    [
        // A matter can have several clients: its own key, and matter_client says who joined and left when.
        T::new("matter")
            .id().scope()
            .text("number").text("situation").text("urgency").text("lane").text("state").text("channel")
            .uuid("team_id").uuid_opt("handler_id").text("sender_kind").uuid("sender_id").uuid_opt("sender_unit_id")
            .text_opt("notifier").text_opt("notifier_name").text_opt("own_words").text_opt("description").date_opt("discharge_on").text_opt("why_another")
            .text("proposed_team").text("routing_rule").text("routing_version").json("routing_why").text_opt("overrule_reason")
            .text_opt("title").flag("reply_wanted")
            .ts("initiated_at").date("initiated_on").ts_opt("closed_at").text_opt("close_reason").text_opt("close_text")
            .date_opt("next_due_on").flag("paused").ts("lane_since")
            .versioned()
            .unique(&["number"]).index(&["team_id", "state", "lane", "next_due_on"]).index(&["handler_id", "state"]).index(&["sender_id", "initiated_at"]).index(&["team_id", "closed_at"])
            .fk("team_id", "team"),
        // The running number of each year's matters.
        T::new("matter_number").int("year").int("taken").primary(&["year"]),
        T::new("matter_client").uuid("matter_id").uuid("client_id").flag("main").ts("joined_at").ts_opt("left_at").primary(&["matter_id", "client_id"]).index(&["client_id", "left_at"]).fk("matter_id", "matter"),
        T::new("matter_need").uuid("matter_id").text("reason").primary(&["matter_id", "reason"]).fk("matter_id", "matter"),
        // What happened to the matter, in order: its activity feed.
        T::new("matter_step").id().uuid("matter_id").ts("at").text("kind").text("actor_kind").uuid("actor_id").text_opt("reason").text_opt("from_value").text_opt("to_value").text_opt("text").uuid_opt("object_id").index(&["matter_id", "at"]).fk("matter_id", "matter"),
        // A statutory clock: the rule, its version and section stay with the row.
        T::new("clock")
            .id().uuid("matter_id").text("rule").text("rule_version").text("section").text("mark").json("label").text("kind")
            .date("started_on").date_opt("due_on").text("state").date_opt("paused_on").text_opt("pause_reason").text_opt("pause_law").date_opt("pause_until").int("paused_days").date_opt("stopped_on").ts_opt("overdue_told_at")
            .versioned().index(&["matter_id"]).index(&["state", "due_on"]).fk("matter_id", "matter"),
        T::new("note").owned().uuid_opt("matter_id").text("kind").ts("happened_at").text("text").uuid("author_id").versioned().index(&["matter_id", "happened_at"]).index(&["client_id", "happened_at"]),
        T::new("message").owned().uuid("matter_id").text("from_kind").uuid("author_id").text("text").ts("sent_at").ts_opt("read_at").index(&["matter_id", "sent_at"]).index(&["client_id", "read_at"]),
        T::new("attachment").owned().uuid("matter_id").text("name").text("media_type").int("size").bytes("sha256").text("author_kind").uuid("author_id").ts("added_at").ts_opt("removed_at").index(&["matter_id"]),
        T::new("attachment_content").uuid("attachment_id").bytes("content").primary(&["attachment_id"]).fk("attachment_id", "attachment"),
        T::new("hearing").owned().uuid("matter_id").text("question").ts("asked_at").uuid("asked_by").date("answer_by").ts_opt("answered_at").text_opt("answer_kind").text_opt("answer").versioned().index(&["matter_id"]),
        T::new("customership")
            .owned()
            .uuid_opt("matter_id").uuid("team_id").uuid("responsible_worker_id").uuid_opt("contact_person_id").text("state").date("opened_on").date_opt("closed_on").text_opt("close_reason").text_opt("close_text")
            .versioned().index(&["client_id", "state"]).index(&["responsible_worker_id", "state"]).index(&["team_id", "state"]),
        T::new("assessment").owned().uuid_opt("matter_id").uuid_opt("document_id").text("state").date("started_on").date_opt("finished_on").text_opt("summary").text_opt("own_view").text_opt("conclusion").flag_opt("special_support").text_opt("duration_estimate").uuid_opt("author_id").versioned().index(&["client_id", "finished_on"]).index(&["matter_id"]),
        T::new("plan").owned().uuid_opt("matter_id").uuid_opt("document_id").text("state").text_opt("title").date("valid_from").date_opt("valid_to").date_opt("review_on").text_opt("own_words").uuid_opt("author_id").versioned().index(&["client_id", "state"]).index(&["matter_id"]),
        T::new("plan_goal").owned().uuid("plan_id").int("position").text("words").text_opt("measure").date_opt("target_on").text("status").int_opt("progress").index(&["plan_id"]),
        T::new("plan_service").owned().uuid("plan_id").int("position").text("service").text_opt("provider").text_opt("who").text_opt("how_often").date_opt("from_on").date_opt("until_on").text("status").index(&["plan_id"]),
        T::new("decision")
            .owned()
            .uuid("matter_id").uuid("document_id").text("state").text_opt("outcome").text_opt("legal_basis").text_opt("reasons").text_opt("services").date_opt("valid_from").date_opt("valid_to")
            .uuid("drafted_by").uuid_opt("decided_by").ts_opt("decided_at").uuid_opt("sent_by").ts_opt("sent_at").text_opt("sent_by_channel").date_opt("deemed_received_on").date_opt("appeal_until").text_opt("appeal_rule_version")
            .versioned().index(&["client_id", "state"]).index(&["matter_id"]),
        // The client's own view of a matter, in their words.
        T::new("own_view").owned().uuid("matter_id").text("text").versioned().unique(&["matter_id", "client_id"]),
    ]
);
