//! How fresh and whole is what came from source systems (U23), in figures by source: medicines in force, allergies in force, and
//! the measures of the last two years. What the situation picture shows of one client is judged there by the same rules.

use chrono::Months;
use kernel::helsinki_start;
use people::quality::{Counting, QualityFigure, count};
use rules::{DataItem, DataPart, QualityRules};
use store::sea_orm::{DbErr, Value};
use trust::Surveyed;

/// The figures of this room.
///
/// # Errors
/// When the database does not answer.
pub async fn figures(surveyed: &Surveyed, rules: &QualityRules) -> Result<Vec<QualityFigure>, DbErr> {
    // As the situation picture asks what is in force (`picture::current`, `picture::measures`).
    const MEDICINES: &str = "FROM record_entry WHERE kind = 'MedicationRequest' AND status IN ('active', 'on-hold') \
        AND (verification IS NULL OR verification NOT IN ('refuted', 'entered-in-error'))";
    const ALLERGIES: &str = "FROM record_entry WHERE kind = 'AllergyIntolerance' AND (status IS NULL OR status = 'active') \
        AND (verification IS NULL OR verification NOT IN ('refuted', 'entered-in-error'))";
    const MEASURES: &str = "FROM record_entry WHERE kind = 'Observation' AND started_at >= $1 AND quantity IS NOT NULL AND code IS NOT NULL \
        AND COALESCE(status, 'final') NOT IN ('cancelled', 'entered-in-error', 'registered')";
    const OF_MEDICINES: &[(DataPart, &str)] =
        &[(DataPart::Dose, "text_value IS NOT NULL"), (DataPart::Start, "started_at IS NOT NULL"), (DataPart::End, "ended_at IS NOT NULL")];
    const OF_ALLERGIES: &[(DataPart, &str)] = &[(DataPart::Severity, "severity IS NOT NULL"), (DataPart::Start, "started_at IS NOT NULL")];
    const OF_MEASURES: &[(DataPart, &str)] =
        &[(DataPart::Unit, "unit IS NOT NULL"), (DataPart::Range, "(range_low IS NOT NULL OR range_high IS NOT NULL)")];
    let two_years = surveyed.today().checked_sub_months(Months::new(24)).unwrap_or_else(|| surveyed.today());
    let kinds = [
        (DataItem::Medication, MEDICINES, Vec::new(), OF_MEDICINES),
        (DataItem::Risk, ALLERGIES, Vec::new(), OF_ALLERGIES),
        (DataItem::Measure, MEASURES, vec![Value::from(helsinki_start(two_years))], OF_MEASURES),
    ];
    let mut all = Vec::new();
    for (item, from, values, parts) in kinds {
        let Some(rule) = rules.rule(item) else { continue };
        let recorded_at = "COALESCE(started_at, recorded_at)";
        let counting = Counting { from, values, source: "source_system", recorded_at, origin: None, parts };
        all.extend(count(surveyed, rule, rules, counting).await?);
    }
    Ok(all)
}
