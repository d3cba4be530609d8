//! What can be done of a request, by whom, in which state. Pure: the screens are told by the same table as the change is refused by.

use crate::model::{RequestSide, RequestState, RequestStepKind};

/// Steps that people take, in the order they are offered.
const STEPS: [RequestStepKind; 8] = [
    RequestStepKind::Accepted,
    RequestStepKind::Done,
    RequestStepKind::Answered,
    RequestStepKind::SentOn,
    RequestStepKind::Followed,
    RequestStepKind::Asked,
    RequestStepKind::Declined,
    RequestStepKind::Withdrawn,
];

/// Whose step it is.
pub(crate) const fn side_of(step: RequestStepKind) -> Option<RequestSide> {
    use RequestStepKind::{Accepted, Answered, Asked, Declined, Done, Followed, Late, Moved, Sent, SentOn, Withdrawn};
    match step {
        Accepted | Asked | Declined | Done => Some(RequestSide::Receiver),
        Answered | SentOn | Followed | Withdrawn => Some(RequestSide::Sender),
        Sent | Moved | Late => None,
    }
}

/// The state a step brings it to.
///
/// # Errors
/// The code of why not.
pub(crate) fn after(step: RequestStepKind, state: RequestState, asked: bool) -> Result<RequestState, &'static str> {
    use RequestState as S;
    use RequestStepKind as K;
    match (step, state) {
        (_, S::Followed | S::Withdrawn) => Err("request_closed"),
        (K::Accepted | K::Done | K::Asked, S::Sent | S::Accepted) if asked => Err("request_asked"),
        (K::Accepted, S::Sent) => Ok(S::Accepted),
        (K::Accepted, S::Accepted) => Err("request_accepted"),
        (K::Done, S::Accepted) => Ok(S::Done),
        (K::Done, S::Sent) => Err("request_not_accepted"),
        (K::Asked, S::Sent | S::Accepted) => Ok(state),
        (K::Answered, S::Sent | S::Accepted) if asked => Ok(state),
        (K::Declined, S::Sent | S::Accepted) => Ok(S::Declined),
        (K::SentOn, S::Declined) => Ok(S::Sent),
        (K::Followed, S::Done) => Ok(S::Followed),
        (K::Withdrawn, S::Sent | S::Accepted | S::Declined) => Ok(S::Withdrawn),
        _ => Err("request_state"),
    }
}

/// The steps open to these sides now.
pub(crate) fn permitted(state: RequestState, asked: bool, sides: &[RequestSide]) -> Vec<RequestStepKind> {
    let open = |step: &RequestStepKind| side_of(*step).is_some_and(|side| sides.contains(&side)) && after(*step, state, asked).is_ok();
    STEPS.into_iter().filter(open).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_on_from_every_state_that_is_not_the_last() {
        use RequestSide::{Receiver, Sender};
        let words = |state, asked, side| permitted(state, asked, &[side]).iter().map(|step| step.code()).collect::<Vec<_>>().join(" ");
        for (state, asked, receiver, sender) in [
            (RequestState::Sent, false, "accepted asked declined", "withdrawn"),
            (RequestState::Sent, true, "declined", "answered withdrawn"),
            (RequestState::Accepted, false, "done asked declined", "withdrawn"),
            (RequestState::Accepted, true, "declined", "answered withdrawn"),
            (RequestState::Declined, false, "", "sent_on withdrawn"),
            (RequestState::Done, false, "", "followed"),
            (RequestState::Followed, false, "", ""),
            (RequestState::Withdrawn, false, "", ""),
        ] {
            assert_eq!((words(state, asked, Receiver), words(state, asked, Sender)), (receiver.into(), sender.into()), "{state} {asked}");
        }
    }
}
