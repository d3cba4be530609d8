//! Where this node keeps the items of the data catalogue, and how much of each: for whoever weighs a change of the catalogue.

use kernel::CatalogueRow;
use store::sea_orm::{DbErr, FromQueryResult};
use store::sql;

use crate::access::proof::Surveyed;

/// The tables whose rows belong to each item. A test reads a whole county and says what is missing here. An item without a table
/// is not kept in this node yet.
const KEPT: &[(CatalogueRow, &[&str])] = &[
    (
        1,
        &[
            "client",
            "client_identifier",
            "contact_detail",
            "identity_link",
            "kanta_expression",
            "kanta_message",
            "kanta_person",
            "log_inquiry",
            "notice",
            "notice_choice",
            "notice_delivery",
            "opening_review",
            "opening_verdict",
            "original",
            "population_fact",
            "population_message",
            "population_person",
            "record_entry",
            "register_opening",
            "rights_copy",
            "rights_request",
            "rights_restriction",
            "sharing_choice",
            "stated_reason",
            "watch_review",
            "will_expression",
            "will_informing",
        ],
    ),
    (3, &["close_one", "invitation", "mandate", "original", "record_entry"]),
    (4, &["close_one", "minor_right", "population_fact"]),
    (7, &["client", "client_identifier", "identity_link"]),
    (11, &["will_expression"]),
    (12, &["will_expression"]),
    (
        13,
        &[
            "assessment",
            "document",
            "measurement",
            "original",
            "own_goal",
            "own_goal_follow",
            "own_view",
            "record_entry",
            "rescue_notice",
            "safety_assessment",
            "safety_risk",
        ],
    ),
    (14, &["prediction", "prediction_answer", "prediction_objection", "prediction_part"]),
    (15, &["attachment", "note"]),
    (16, &["feedback_answer", "feedback_ask", "letter", "message", "own_reminder"]),
    (17, &["care_relation", "client_professional", "original", "record_entry"]),
    (
        18,
        &[
            "acted",
            "alert",
            "appointment",
            "care_relation",
            "consultation",
            "consultation_entry",
            "cover_choice",
            "customership",
            "decision",
            "decision_appeal",
            "decision_correction",
            "disclosure_choice",
            "document",
            "gap_aside",
            "hearing",
            "matter",
            "network_dismissal",
            "notice",
            "notice_delivery",
            "original",
            "record_entry",
            "request_step",
            "review_request",
            "service_request",
            "to_settle",
        ],
    ),
    (19, &["original", "record_entry", "record_part"]),
    (
        21,
        &[
            "document",
            "goal_follow_up",
            "original",
            "plan",
            "plan_agreement",
            "plan_finding",
            "plan_goal",
            "plan_service",
            "plan_talk",
            "plan_template_act",
            "plan_template_use",
            "record_entry",
            "record_part",
            "supply_handled",
        ],
    ),
    (28, &["payment_commitment"]),
];

/// Beyond this many rows of one table nobody counts: the reader learns that there are more.
pub const COUNTED: i64 = 10_000;

/// The tables an item's rows are in; none when this node keeps nothing of it.
pub fn kept(row: CatalogueRow) -> &'static [&'static str] {
    KEPT.iter().find(|(known, _)| *known == row).map_or(&[], |(_, tables)| tables)
}

/// How many rows of an item each table has, at most [`COUNTED`] of each. Numbers only.
///
/// # Errors
/// When the database does not answer.
pub async fn count(surveyed: &Surveyed, row: CatalogueRow) -> Result<Vec<(&'static str, i64)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let mut counts = Vec::new();
    for table in kept(row) {
        let text = format!("SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM {table} t WHERE t.catalogue_row = $1 LIMIT {COUNTED}) s");
        let found: Option<Count> = sql::one(surveyed.reader(), &text, [row.into()]).await?;
        counts.push((*table, found.map_or(0, |count| count.n)));
    }
    surveyed.shown(&[]);
    Ok(counts)
}
