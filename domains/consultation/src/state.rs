//! What can be done of a consultation, by whom, in which state. Pure: the screens are told by the same table as the change is refused by.

use crate::model::{ConsultSide, ConsultState, ConsultStep};

/// Steps that staff take, in the order they are offered.
const STEPS: [ConsultStep; 11] = [
    ConsultStep::Taken,
    ConsultStep::Answered,
    ConsultStep::Advised,
    ConsultStep::Referred,
    ConsultStep::Replied,
    ConsultStep::Asked,
    ConsultStep::Message,
    ConsultStep::Attached,
    ConsultStep::HandedOn,
    ConsultStep::Declined,
    ConsultStep::Withdrawn,
];

/// Whose step it is; a message is either one's.
pub(crate) fn is_of(step: ConsultStep, side: ConsultSide) -> bool {
    use ConsultStep::{
        Advised, Answered, Asked, Attached, Declined, HandedOn, Late, Message, Moved, Referred, Replied, Sent, Taken, Withdrawn,
    };
    match step {
        Taken | HandedOn | Asked | Answered | Declined => side == ConsultSide::Specialist,
        Replied | Advised | Referred | Withdrawn | Attached => side == ConsultSide::Asker,
        Message => side != ConsultSide::Client,
        Sent | Moved | Late => false,
    }
}

/// The state a step brings it to. `handler`: the one who does it is the one who has taken it.
///
/// # Errors
/// The code of why not.
pub(crate) fn after(step: ConsultStep, state: ConsultState, asked: bool, handler: bool) -> Result<ConsultState, &'static str> {
    use ConsultState as S;
    use ConsultStep as K;
    match (step, state) {
        (_, S::Advised | S::Referred | S::Declined | S::Withdrawn) => Err("consultation_closed"),
        (K::Taken, S::Sent) => Ok(S::Taken),
        (K::Taken, _) => Err("consultation_taken"),
        (K::Answered | K::Asked | K::HandedOn, S::Sent) => Err("consultation_not_taken"),
        (K::Answered | K::Asked | K::HandedOn, _) if !handler => Err("consultation_of_another"),
        (K::Declined, S::Taken) if !handler => Err("consultation_of_another"),
        (K::Asked, S::Taken) if asked => Err("consultation_asked"),
        (K::Asked, S::Taken) => Ok(S::Taken),
        (K::Answered, S::Taken | S::Answered) => Ok(S::Answered),
        (K::HandedOn, S::Taken | S::Answered) => Ok(state),
        (K::Declined, S::Sent | S::Taken) => Ok(S::Declined),
        (K::Replied, S::Taken) if asked => Ok(S::Taken),
        (K::Advised, S::Answered) => Ok(S::Advised),
        (K::Referred, S::Answered) => Ok(S::Referred),
        (K::Advised | K::Referred, _) => Err("consultation_not_answered"),
        (K::Withdrawn, S::Sent | S::Taken) => Ok(S::Withdrawn),
        (K::Message | K::Attached, _) => Ok(state),
        _ => Err("consultation_state"),
    }
}

/// The steps open to these sides now.
pub(crate) fn permitted(state: ConsultState, asked: bool, handler: bool, sides: &[ConsultSide]) -> Vec<ConsultStep> {
    let open = |step: &ConsultStep| sides.iter().any(|side| is_of(*step, *side)) && after(*step, state, asked, handler).is_ok();
    STEPS.into_iter().filter(open).collect()
}

/// In whose hands it is; nobody's when it is over.
pub(crate) fn waits_for(state: ConsultState, asked: bool) -> Option<ConsultSide> {
    match state {
        ConsultState::Sent => Some(ConsultSide::Specialist),
        ConsultState::Taken if asked => Some(ConsultSide::Asker),
        ConsultState::Taken => Some(ConsultSide::Specialist),
        ConsultState::Answered => Some(ConsultSide::Asker),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_on_from_every_state_that_is_not_the_last() {
        use ConsultSide::{Asker, Specialist};
        let words =
            |state, asked, handler, side| permitted(state, asked, handler, &[side]).iter().map(|s| s.code()).collect::<Vec<_>>().join(" ");
        for (state, asked, handler, specialist, asker) in [
            (ConsultState::Sent, false, false, "taken message declined", "message attached withdrawn"),
            (ConsultState::Taken, false, true, "answered asked message handed_on declined", "message attached withdrawn"),
            (ConsultState::Taken, false, false, "message", "message attached withdrawn"),
            (ConsultState::Taken, true, true, "answered message handed_on declined", "replied message attached withdrawn"),
            (ConsultState::Answered, false, true, "answered message handed_on", "advised referred message attached"),
            (ConsultState::Advised, false, true, "", ""),
            (ConsultState::Declined, false, true, "", ""),
        ] {
            assert_eq!(
                (words(state, asked, handler, Specialist), words(state, asked, handler, Asker)),
                (specialist.into(), asker.into()),
                "{state}"
            );
            assert_eq!(waits_for(state, asked).is_none(), specialist.is_empty(), "{state}");
        }
    }
}
