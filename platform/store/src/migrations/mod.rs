//! Migrations, embedded and forward-only: one file per room and step. What they make is dumped to `schema/` and compared
//! in the tests, so a change of the schema is always seen in review.

use sea_orm_migration::prelude::*;

mod m001_platform;
mod m002_people;
mod m003_records;
mod m004_documents;
mod m005_care;
mod m006_structures;
mod m007_upkeep;
mod m008_rules;
mod m009_retention;
mod m010_appointments;
mod m010_notices;
mod m011_lists;
mod m014_letters;
mod m014b_letter_batches;
mod m015_national;
mod m016_feedback;
mod m017_registers;
mod m018_remedies;
mod m019_sealed_log;
mod m021_openings;
mod m021b_inquiries;
mod m022_desk;
mod m023_will;
mod m024_watch;
mod m025_rights;
mod m027_sessions;
mod m028_mandates;
mod m029_self_direction;
mod m030_restrictions_hold;
mod m032_kanta;
mod m033_desk_situation;
mod m034_functioning;
mod m035_alerts;
mod m036_protection;
mod m037_trust;
mod m038_requests;
mod m039_homesafety;
mod m040_lens;
mod m041_planning;
mod m042_stays;
mod m043_steering;
mod m044_changes;
mod m045_consultation;
mod m047_denials_found;
mod m048_templates;
mod m049_supply;
mod m050_experience;
mod m051_network;
mod m052_predictions;
mod table;

pub struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m001_platform::Step),
            Box::new(m002_people::Step),
            Box::new(m003_records::Step),
            Box::new(m004_documents::Step),
            Box::new(m005_care::Step),
            Box::new(m006_structures::Step),
            Box::new(m007_upkeep::Step),
            Box::new(m008_rules::Step),
            Box::new(m009_retention::Step),
            Box::new(m010_appointments::Step),
            Box::new(m010_notices::Step),
            Box::new(m011_lists::Step),
            Box::new(m014_letters::Step),
            Box::new(m014b_letter_batches::Step),
            Box::new(m015_national::Step),
            Box::new(m016_feedback::Step),
            Box::new(m017_registers::Step),
            Box::new(m018_remedies::Step),
            Box::new(m019_sealed_log::Step),
            Box::new(m021_openings::Step),
            Box::new(m021b_inquiries::Step),
            Box::new(m022_desk::Step),
            Box::new(m023_will::Step),
            Box::new(m024_watch::Step),
            Box::new(m025_rights::Step),
            Box::new(m027_sessions::Step),
            Box::new(m028_mandates::Step),
            Box::new(m029_self_direction::Step),
            Box::new(m030_restrictions_hold::Step),
            Box::new(m032_kanta::Step),
            Box::new(m033_desk_situation::Step),
            Box::new(m034_functioning::Step),
            Box::new(m035_alerts::Step),
            Box::new(m036_protection::Step),
            Box::new(m037_trust::Step),
            Box::new(m038_requests::Step),
            Box::new(m039_homesafety::Step),
            Box::new(m040_lens::Step),
            Box::new(m041_planning::Step),
            Box::new(m042_stays::Step),
            Box::new(m043_steering::Step),
            Box::new(m044_changes::Step),
            Box::new(m045_consultation::Step),
            Box::new(m047_denials_found::Step),
            Box::new(m048_templates::Step),
            Box::new(m049_supply::Step),
            Box::new(m050_experience::Step),
            Box::new(m051_network::Step),
            Box::new(m052_predictions::Step),
        ]
    }
}

/// Declares a step: its name and the tables it makes, in order.
macro_rules! step {
    ($name:literal, $tables:expr) => {
        pub struct Step;
        impl sea_orm_migration::prelude::MigrationName for Step {
            fn name(&self) -> &str {
                $name
            }
        }
        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Step {
            async fn up(&self, manager: &sea_orm_migration::prelude::SchemaManager) -> Result<(), sea_orm_migration::prelude::DbErr> {
                for table in $tables {
                    table.create(manager).await?;
                }
                Ok(())
            }
        }
    };
}
use step;

/// Tables that hold clients' data. A connection given out without a proof refuses any statement that names one.
pub const CLIENT_TABLES: &[&str] = &[
    "access_log",
    "access_log_client",
    "accessibility_feedback",
    "acted",
    "alert",
    "appointment",
    "appointment_person",
    "assessment",
    "attachment",
    "attachment_content",
    "care_relation",
    "client",
    "client_identifier",
    "client_name_key",
    "client_professional",
    "clock",
    "close_one",
    "consultation",
    "consultation_entry",
    "contact_detail",
    "cover_choice",
    "customership",
    "decision",
    "decision_appeal",
    "decision_correction",
    "denied_object",
    "disclosure_choice",
    "document",
    "document_client",
    "document_version",
    "fault_report",
    "feedback_answer",
    "feedback_ask",
    "gap_aside",
    "goal_follow_up",
    "hearing",
    "identity_link",
    "invitation",
    "kanta_expression",
    "kanta_message",
    "kanta_person",
    "letter",
    "log_inquiry",
    "mandate",
    "matter",
    "matter_client",
    "matter_need",
    "matter_stay",
    "matter_step",
    "measurement",
    "message",
    "minor_right",
    "network_dismissal",
    "note",
    "notice",
    "notice_choice",
    "notice_delivery",
    "opening_review",
    "opening_verdict",
    "original",
    "own_goal",
    "own_goal_follow",
    "own_reminder",
    "own_view",
    "payment_commitment",
    "pending_reference",
    "plan",
    "plan_agreement",
    "plan_finding",
    "plan_goal",
    "plan_service",
    "plan_talk",
    "plan_template_act",
    "plan_template_use",
    "population_fact",
    "population_message",
    "population_person",
    "prediction",
    "prediction_answer",
    "prediction_objection",
    "prediction_part",
    "record_entry",
    "record_part",
    "register_opening",
    "request_step",
    "retention_hold",
    "review_request",
    "rescue_notice",
    "rights_copy",
    "rights_copy_content",
    "rights_request",
    "rights_restriction",
    "safety_assessment",
    "safety_risk",
    "service_request",
    "sharing_choice",
    "source_key",
    "source_resource",
    "stated_reason",
    "supply_handled",
    "to_settle",
    "undoable",
    "watch_evidence",
    "watch_review",
    "watch_word",
    "will_expression",
    "will_informing",
];
