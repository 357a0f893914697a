use super::*;
use proptest::prelude::*;

fn client(last: u8) -> Client {
    Client::new([10, 0, 0, last].into())
}

fn shares(running: usize, waiting: usize, client_running: usize, client_waiting: usize) -> Shares {
    Shares { running, waiting, client_running, client_waiting }
}

/// Joins and says whether there was a place at once.
fn come(turns: &mut Turns, last: u8) -> Result<(Ticket, bool), Full> {
    let ticket = turns.join(client(last))?;
    Ok((ticket, turns.call() == Some(ticket)))
}

#[test]
fn who_asked_for_much_lets_others_go_in_between() {
    let mut turns = Turns::new(shares(1, 64, 1, 4));
    let busy: Vec<_> = (0..4).map(|_| come(&mut turns, 1).unwrap().0).collect();
    let (second, third) = (come(&mut turns, 2).unwrap().0, come(&mut turns, 3).unwrap().0);
    let mut order = Vec::new();
    let mut running = 1;
    loop {
        turns.done(client(running));
        let Some(ticket) = turns.call() else { break };
        running = [(second, 2), (third, 3)].iter().find(|(known, _)| *known == ticket).map_or(1, |(_, last)| *last);
        order.push(ticket);
    }
    assert_eq!(order, [busy[1], second, third, busy[2], busy[3]]);
    assert!(turns.clients.is_empty() && turns.rotation.is_empty());
}

#[test]
fn a_client_has_its_share_and_no_more() {
    let mut turns = Turns::new(shares(8, 64, 2, 4));
    let at_once = (0..6).filter(|_| come(&mut turns, 1).unwrap().1).count();
    assert_eq!((at_once, turns.running(), turns.waiting()), (2, 2, 4));
    assert_eq!(come(&mut turns, 1), Err(Full::Client));
    assert!(come(&mut turns, 2).unwrap().1);
    turns.done(client(1));
    assert!(turns.call().is_some());
    assert!(!come(&mut turns, 1).unwrap().1);
}

#[test]
fn without_a_queue_the_reason_is_ones_own_share_or_the_others() {
    let mut turns = Turns::new(shares(3, 0, 2, 0));
    assert!(come(&mut turns, 1).unwrap().1 && come(&mut turns, 1).unwrap().1);
    assert_eq!(come(&mut turns, 1), Err(Full::Client));
    assert!(come(&mut turns, 2).unwrap().1);
    assert_eq!(come(&mut turns, 2), Err(Full::All));
    assert_eq!((turns.reason(client(1)), turns.reason(client(2))), (Full::Client, Full::All));
}

#[test]
fn the_queue_is_bounded_for_all() {
    let mut turns = Turns::new(shares(1, 2, 1, 2));
    for last in 1..=3 {
        come(&mut turns, last).unwrap();
    }
    assert_eq!(come(&mut turns, 4), Err(Full::All));
}

#[test]
fn who_leaves_makes_others_move_up() {
    let mut turns = Turns::new(shares(1, 64, 1, 4));
    let first = come(&mut turns, 1).unwrap().0;
    let waiting: Vec<_> = [2, 2, 3, 2].map(|last| (client(last), come(&mut turns, last).unwrap().0)).into();
    let places = |turns: &Turns| waiting.iter().map(|(who, ticket)| turns.place(*who, *ticket)).collect::<Vec<_>>();
    assert_eq!(places(&turns), [Some(1), Some(3), Some(2), Some(4)]);
    assert_eq!(turns.place(client(1), first), None);
    turns.leave(waiting[0].0, waiting[0].1);
    assert_eq!(places(&turns), [None, Some(1), Some(2), Some(3)]);
    turns.leave(waiting[2].0, waiting[2].1);
    assert_eq!(places(&turns), [None, Some(1), None, Some(2)]);
}

#[derive(Debug, Clone)]
enum Step {
    Come(u8),
    Leave(usize),
    End(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..5_u8).prop_map(Step::Come),
        1 => (0..40_usize).prop_map(Step::Leave),
        2 => (0..40_usize).prop_map(Step::End),
    ];
    proptest::collection::vec(step, 0..120)
}

/// How often others were served since somebody of a client waits, and was free to run.
type Passed = HashMap<u8, HashMap<u8, usize>>;

proptest! {
    #[test]
    fn shares_hold_nobody_waits_for_nothing_and_nobody_is_passed_twice(
        steps in steps(), running in 1..4_usize, waiting in 0..8_usize, own in 1..3_usize, own_waiting in 0..4_usize,
    ) {
        let shares = shares(running, waiting, own, own_waiting);
        let mut turns = Turns::new(shares);
        let (mut queue, mut at_work): (Vec<(u8, Ticket)>, Vec<u8>) = (Vec::new(), Vec::new());
        let mut passed = Passed::new();
        for step in steps {
            match step {
                Step::Come(last) => if let Ok(ticket) = turns.join(client(last)) { queue.push((last, ticket)) },
                Step::Leave(index) if index < queue.len() => {
                    let (last, ticket) = queue.remove(index);
                    turns.leave(client(last), ticket);
                }
                Step::End(index) if index < at_work.len() => turns.done(client(at_work.remove(index))),
                Step::Leave(_) | Step::End(_) => {}
            }
            passed.retain(|last, _| queue.iter().any(|(waiting, _)| waiting == last));
            while let Some(ticket) = turns.call() {
                let index = queue.iter().position(|(_, waiting)| *waiting == ticket).unwrap();
                let (served, _) = queue.remove(index);
                passed.remove(&served);
                let free: std::collections::BTreeSet<u8> = queue
                    .iter()
                    .map(|(last, _)| *last)
                    .filter(|last| *last != served && at_work.iter().filter(|busy| *busy == last).count() < own)
                    .collect();
                for last in free {
                    let times = passed.entry(last).or_default().entry(served).or_default();
                    *times += 1;
                    prop_assert!(*times <= 1, "client {last} was passed twice by {served}");
                }
                at_work.push(served);
            }
            prop_assert_eq!((turns.running(), turns.waiting()), (at_work.len(), queue.len()));
            prop_assert!(at_work.len() <= running && queue.len() <= waiting);
            for last in 0..5 {
                let busy = at_work.iter().filter(|busy| **busy == last).count();
                let waits = queue.iter().filter(|(waiting, _)| *waiting == last).count();
                prop_assert!(busy <= own && waits <= own_waiting);
                prop_assert!(waits == 0 || busy == own || at_work.len() == running, "client {last} waits for nothing");
            }
            let mut places: Vec<_> = queue.iter().map(|(last, ticket)| turns.place(client(*last), *ticket)).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (1..=queue.len()).map(Some).collect::<Vec<_>>());
        }
    }
}
