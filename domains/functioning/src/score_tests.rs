//! Golden cases: for each way of scoring the answers, the score and the band wanted, the boundaries among them.

use rules::{Rules, Scoring};

use super::*;

fn rules() -> Rules {
    Rules::shipped().unwrap()
}

fn number(code: &str, value: f64) -> Answers {
    Answers::from([(code.to_owned(), MeasureAnswer::Number(value))])
}

fn word(text: &str) -> MeasureAnswer {
    MeasureAnswer::Word(text.to_owned())
}

fn of(code: &str, rows: &[Answers], sex: Option<BandSex>) -> Result<(Option<f64>, Option<String>), Vec<(String, String)>> {
    let rules = rules();
    let set = &rules.measures.on("2026-11-23".parse().unwrap()).body;
    score(set.of(code).unwrap(), rows, sex)
        .map(|scored| (scored.score, scored.band.map(|band| band.code.clone())))
        .map_err(|faults| faults.into_iter().map(|fault| (fault.path, fault.code)).collect())
}

/// One number of one item.
fn one(code: &str, item: &str, value: f64, sex: Option<BandSex>) -> (f64, Option<String>) {
    let (score, band) = of(code, &[number(item, value)], sex).unwrap_or_else(|faults| panic!("{code} {value}: {faults:?}"));
    (score.unwrap(), band)
}

fn sppb(side: MeasureAnswer, semi: MeasureAnswer, tandem: MeasureAnswer, walk: MeasureAnswer, chairs: MeasureAnswer) -> Answers {
    [("side_by_side", side), ("semi_tandem", semi), ("tandem", tandem), ("walk_4m", walk), ("chair_5", chairs)]
        .into_iter()
        .map(|(code, answer)| (code.to_owned(), answer))
        .collect()
}

#[test]
fn sppb_is_the_sum_of_its_points() {
    let s = MeasureAnswer::Number;
    let no = || word(UNABLE);
    let cases: &[(Answers, f64, &str)] = &[
        (sppb(s(10.0), s(10.0), s(10.0), s(4.81), s(11.19)), 12.0, "good"),
        // The walk: each limit and what is just past it.
        (sppb(s(10.0), s(10.0), s(10.0), s(4.82), s(11.19)), 11.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(6.20), s(11.19)), 11.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(6.21), s(11.19)), 10.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(8.70), s(11.19)), 10.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(8.71), s(11.19)), 9.0, "middle"),
        (sppb(s(10.0), s(10.0), s(10.0), no(), s(11.19)), 8.0, "middle"),
        // The chairs.
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(11.20)), 11.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(13.69)), 11.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(13.70)), 10.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(16.69)), 10.0, "good"),
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(16.70)), 9.0, "middle"),
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(60.0)), 9.0, "middle"),
        (sppb(s(10.0), s(10.0), s(10.0), s(4.0), s(60.01)), 8.0, "middle"),
        // Balance.
        (sppb(s(10.0), s(10.0), s(9.99), s(4.0), s(11.0)), 11.0, "good"),
        (sppb(s(10.0), s(10.0), s(3.0), s(4.0), s(11.0)), 11.0, "good"),
        (sppb(s(10.0), s(10.0), s(2.99), s(4.0), s(11.0)), 10.0, "good"),
        (sppb(s(10.0), s(9.99), no(), s(4.0), s(11.0)), 9.0, "middle"),
        (sppb(s(9.99), no(), no(), s(4.0), s(11.0)), 8.0, "middle"),
        // Six is low, seven is not.
        (sppb(s(10.0), s(10.0), s(10.0), s(20.0), s(40.0)), 6.0, "low"),
        (sppb(s(10.0), s(10.0), s(10.0), s(8.0), s(40.0)), 7.0, "middle"),
        (sppb(no(), no(), no(), no(), no()), 0.0, "low"),
    ];
    for (answers, wanted, band) in cases {
        assert_eq!(of("sppb", std::slice::from_ref(answers), None).unwrap(), (Some(*wanted), Some((*band).to_owned())), "{answers:?}");
    }
}

#[test]
fn a_value_is_itself_and_its_limits_belong_to_one_side() {
    use BandSex::{Female, Male};
    for (code, item, value, sex, wanted, band) in [
        ("tug", "time", 9.9, None, 9.9, Some("normal")),
        ("tug", "time", 10.0, None, 10.0, Some("mostly")),
        ("tug", "time", 20.0, None, 20.0, Some("mostly")),
        ("tug", "time", 20.1, None, 20.1, Some("help")),
        ("tug", "time", 30.0, None, 30.0, Some("help")),
        ("tug", "time", 30.1, None, 30.1, Some("dependent")),
        ("chair_rise_5", "time", 15.0, None, 15.0, Some("normal")),
        ("chair_rise_5", "time", 15.1, None, 15.1, Some("weak")),
        ("grip", "force", 15.9, Some(Female), 15.9, Some("weak")),
        ("grip", "force", 16.0, Some(Female), 16.0, Some("normal")),
        ("grip", "force", 26.9, Some(Male), 26.9, Some("weak")),
        ("grip", "force", 27.0, Some(Male), 27.0, Some("normal")),
        ("grip", "force", 20.0, None, 20.0, None),
        ("pain", "now", 0.0, None, 0.0, Some("none")),
        ("pain", "now", 1.0, None, 1.0, Some("mild")),
        ("pain", "now", 3.0, None, 3.0, Some("mild")),
        ("pain", "now", 4.0, None, 4.0, Some("moderate")),
        ("pain", "now", 6.0, None, 6.0, Some("moderate")),
        ("pain", "now", 7.0, None, 7.0, Some("severe")),
        ("weight", "weight", 61.4, None, 61.4, None),
    ] {
        assert_eq!(one(code, item, value, sex), (wanted, band.map(str::to_owned)), "{code} {value}");
    }
}

#[test]
fn a_licensed_measure_is_its_score() {
    for (code, value, band) in [
        ("mmse", 11.0, Some("severe")),
        ("mmse", 12.0, Some("moderate")),
        ("mmse", 17.0, Some("moderate")),
        ("mmse", 18.0, Some("mild")),
        ("mmse", 23.0, Some("mild")),
        ("mmse", 24.0, Some("normal")),
        ("rai_cps", 0.0, Some("intact")),
        ("rai_cps", 2.0, Some("mild")),
        ("rai_cps", 3.0, Some("moderate")),
        ("rai_cps", 4.0, Some("moderate")),
        ("rai_cps", 5.0, Some("severe")),
        ("rai_adlh", 0.0, Some("independent")),
        ("rai_adlh", 2.0, Some("some")),
        ("rai_adlh", 3.0, Some("extensive")),
        ("rai_adlh", 5.0, Some("dependent")),
        ("rai_drs", 2.0, Some("few")),
        ("rai_drs", 3.0, Some("possible")),
        ("rai_chess", 2.0, Some("stable")),
        ("rai_chess", 3.0, Some("unstable")),
        ("rai_maple", 3.0, Some("small")),
        ("rai_maple", 4.0, Some("large")),
        ("rai_iadl", 48.0, None),
        ("fim", 18.0, None),
        ("barthel", 19.0, Some("total")),
        ("barthel", 20.0, Some("severe")),
        ("barthel", 60.0, Some("severe")),
        ("barthel", 61.0, Some("moderate")),
        ("barthel", 91.0, Some("slight")),
        ("barthel", 100.0, Some("independent")),
        ("whodas12", 60.0, None),
        ("phq9", 9.0, Some("mild")),
        ("phq9", 10.0, Some("moderate")),
        ("gds15", 5.0, Some("few")),
        ("gds15", 6.0, Some("suspect")),
        ("mna_sf", 7.0, Some("malnourished")),
        ("mna_sf", 8.0, Some("risk")),
        ("mna_sf", 11.0, Some("risk")),
        ("mna_sf", 12.0, Some("normal")),
        ("rava", 1.49, Some("independent")),
        ("rava", 1.5, Some("some")),
        ("rava", 3.5, Some("dependent")),
        ("life_3x10d", 100.0, None),
    ] {
        assert_eq!(one(code, "score", value, None), (value, band.map(str::to_owned)), "{code} {value}");
    }
}

#[test]
fn a_quotient_is_judged_as_it_is_shown() {
    let gait = |distance: f64, time: f64| {
        let row = Answers::from([("distance".into(), MeasureAnswer::Number(distance)), ("time".into(), MeasureAnswer::Number(time))]);
        of("gait_speed", &[row], None).unwrap()
    };
    assert_eq!(gait(4.0, 5.0), (Some(0.8), Some("middle".into())));
    assert_eq!(gait(4.0, 5.04), (Some(0.79), Some("slow".into())), "0.794");
    assert_eq!(gait(4.0, 5.02), (Some(0.8), Some("middle".into())), "0.797 is shown as 0.80");
    assert_eq!(gait(10.0, 8.33), (Some(1.2), Some("good".into())));
    assert_eq!(gait(10.0, 8.4), (Some(1.19), Some("middle".into())));
    let bmi = |weight: f64, height: f64| {
        let row = Answers::from([("weight".into(), MeasureAnswer::Number(weight)), ("height".into(), MeasureAnswer::Number(height))]);
        of("bmi", &[row], None).unwrap()
    };
    assert_eq!(bmi(47.1, 160.0), (Some(18.4), Some("under".into())));
    assert_eq!(bmi(47.4, 160.0), (Some(18.5), Some("normal".into())));
    assert_eq!(bmi(64.0, 160.0), (Some(25.0), Some("over".into())));
    assert_eq!(bmi(76.8, 160.0), (Some(30.0), Some("obese".into())));
}

#[test]
fn choices_count_their_points_and_words_none() {
    let own = |choice: &str, words: Option<&str>| {
        let mut row = Answers::from([("coping".into(), word(choice))]);
        row.extend(words.map(|text| ("words".to_owned(), word(text))));
        of("own_estimate", &[row], None)
    };
    for (choice, score, band) in [
        ("not", 0.0, "not"),
        ("much_help", 1.0, "much_help"),
        ("some_help", 2.0, "some_help"),
        ("mostly", 3.0, "well"),
        ("well", 4.0, "well"),
    ] {
        assert_eq!(own(choice, Some("Suihku pelottaa.")).unwrap(), (Some(score), Some(band.to_owned())));
    }
    assert_eq!(own("well", None).unwrap().0, Some(4.0), "words may be left out");
    assert_eq!(own("fine", None), Err(vec![("/rows/0/coping".into(), "not_in_list".into())]));
    assert_eq!(own("well", Some(" ")), Err(vec![("/rows/0/words".into(), "required".into())]));
    assert_eq!(own("well", Some(&"a".repeat(MOST_TEXT + 1))), Err(vec![("/rows/0/words".into(), "too_long".into())]));
}

#[test]
fn goals_make_a_t_score_by_their_weights() {
    let goal = |weight: f64, level: &str| {
        Answers::from([
            ("goal".into(), word("Kävelen kauppaan.")),
            ("weight".into(), MeasureAnswer::Number(weight)),
            ("level".into(), word(level)),
        ])
    };
    for (goals, wanted, band) in [
        (vec![goal(1.0, "p0")], 50.0, "met"),
        (vec![goal(3.0, "p1")], 60.0, "met"),
        (vec![goal(1.0, "m2")], 30.0, "below"),
        (vec![goal(1.0, "p1"), goal(1.0, "p1")], 62.4, "met"),
        (vec![goal(3.0, "p1"), goal(1.0, "m1")], 55.8, "met"),
        (vec![goal(1.0, "m1"), goal(1.0, "p1"), goal(2.0, "p0")], 50.0, "met"),
        (vec![goal(2.0, "m1"), goal(1.0, "p1")], 46.0, "below"),
    ] {
        assert_eq!(of("gas", &goals, None).unwrap(), (Some(wanted), Some(band.to_owned())), "{goals:?}");
    }
    let six = vec![goal(1.0, "p0"); 6];
    assert_eq!(of("gas", &six, None), Err(vec![("/rows".into(), "too_many".into())]));
}

#[test]
fn what_is_no_answer_is_told_at_its_place() {
    let fault = |code: &str, rows: &[Answers]| of(code, rows, None).unwrap_err();
    assert_eq!(fault("pain", &[]), [("/rows".to_owned(), "required".to_owned())]);
    assert_eq!(fault("pain", &[Answers::new()]), [("/rows/0/now".to_owned(), "required".to_owned())]);
    assert_eq!(fault("pain", &[number("now", 11.0)]), [("/rows/0/now".to_owned(), "out_of_range".to_owned())]);
    assert_eq!(fault("pain", &[number("now", -1.0)]), [("/rows/0/now".to_owned(), "out_of_range".to_owned())]);
    assert_eq!(fault("pain", &[number("now", f64::NAN)]), [("/rows/0/now".to_owned(), "out_of_range".to_owned())]);
    assert_eq!(fault("pain", &[number("now", 4.5)]), [("/rows/0/now".to_owned(), "too_precise".to_owned())]);
    assert_eq!(
        fault("pain", &[Answers::from([("now".into(), word(UNABLE))])]),
        [("/rows/0/now".to_owned(), "wrong_shape".to_owned())],
        "pain has no `unable`"
    );
    let mut strange = number("now", 4.0);
    strange.insert("score".into(), MeasureAnswer::Number(0.0));
    assert_eq!(fault("pain", &[strange]), [("/rows/0".to_owned(), "unknown".to_owned())], "a score is never sent");
    assert_eq!(fault("pain", &[number("now", 1.0), number("now", 2.0)]), [("/rows".to_owned(), "too_many".to_owned())]);
    assert_eq!(fault("weight_change", &[Answers::new()]), [("/measure".to_owned(), "measure_derived".to_owned())]);
    assert_eq!(fault("mmse", &[number("score", 31.0)]), [("/rows/0/score".to_owned(), "out_of_range".to_owned())]);
}

#[test]
fn every_shipped_measure_has_been_looked_at() {
    let (rules, text) = (rules(), include_str!("score_tests.rs"));
    for measure in &rules.measures.on("2026-11-23".parse().unwrap()).body.measures {
        if !matches!(measure.score, Scoring::Change { .. }) {
            assert!(text.contains(&format!("\"{}\"", measure.code)), "no golden case of {}", measure.code);
        }
    }
}

/// A case that the screens count too, when they are without a connection (`web/src/functioning/score.ts`).
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    measure: String,
    rows: Vec<Answers>,
    sex: Option<BandSex>,
    score: Option<f64>,
    band: Option<String>,
    #[serde(default)]
    faults: Vec<CaseFault>,
}

#[derive(serde::Deserialize)]
struct CaseFault {
    path: String,
    code: String,
}

#[derive(serde::Deserialize)]
struct Cases {
    measures: Vec<MeasureDefinition>,
    cases: Vec<Case>,
}

#[test]
fn what_is_counted_without_a_connection_is_counted_alike() {
    let all: Cases = serde_json::from_str(include_str!("score_cases.json")).unwrap();
    // The screens have no reader of rules: the definitions go with the cases, and are those that are shipped.
    assert_eq!(
        all.measures,
        rules().measures.on("2026-11-23".parse().unwrap()).body.measures,
        "score_cases.json: other measures than rules/measures.toml"
    );
    for case in &all.cases {
        let found = of(&case.measure, &case.rows, case.sex);
        let faults: Vec<(String, String)> = case.faults.iter().map(|fault| (fault.path.clone(), fault.code.clone())).collect();
        let wanted = if faults.is_empty() { Ok((case.score, case.band.clone())) } else { Err(faults) };
        assert_eq!(found, wanted, "{} {:?}", case.measure, case.rows);
    }
}
