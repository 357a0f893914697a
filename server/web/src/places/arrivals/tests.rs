use super::*;
use futures_util::stream::{self, StreamExt};

const LIMITS: ArrivalLimits = ArrivalLimits {
    bytes: 4 * STEP,
    client_bytes: 2 * STEP,
    small: 4,
    client_small: 2,
    waiting: 64,
    client_waiting: 16,
    patience: Duration::from_secs(20),
    pace: Pace {
        grace: Duration::from_secs(10),
        speed: 32 << 10,
        idle: Duration::from_secs(10),
        whole: Duration::from_secs(300),
    },
};

fn room() -> Arc<Arrivals> {
    Arc::new(Arrivals::new(LIMITS))
}

fn sender(arrivals: &Arc<Arrivals>, last: u8) -> Sender {
    Sender::new(Client::new([10, 0, 0, last].into()), Arc::clone(arrivals))
}

/// A body that sends this, and then nothing more, without an end.
fn idle(bytes: &'static [u8]) -> Body {
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from_static(bytes))]);
    Body::from_stream(first.chain(stream::pending()))
}

/// A body of this many pieces of this size, one in each so many milliseconds.
fn dripping(pieces: usize, size: usize, pause: u64) -> Body {
    let piece = move |_| async move {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        Ok::<_, Infallible>(Bytes::from(vec![7; size]))
    };
    Body::from_stream(stream::iter(0..pieces).then(piece))
}

fn taken(arrivals: &Arrivals) -> (usize, usize) {
    (arrivals.large.running(), arrivals.small.running())
}

#[tokio::test(start_paused = true)]
async fn a_body_takes_room_as_it_comes_and_gives_it_back_when_it_is_dropped() {
    let arrivals = room();
    let bytes: Vec<u8> = (0..STEP + 5).map(|index| index.to_le_bytes()[0]).collect();
    let body = sender(&arrivals, 1).receive(Body::from(bytes.clone()), 4 * STEP).await.unwrap();
    assert_eq!((body.as_ref(), taken(&arrivals)), (bytes.as_slice(), (2, 0)));
    let copy = body.slice(..3);
    drop(body);
    assert_eq!(taken(&arrivals), (2, 0));
    drop(copy);
    assert_eq!(taken(&arrivals), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_announced_takes_no_room_until_it_comes() {
    let arrivals = room();
    let sender = sender(&arrivals, 1);
    let receiving = tokio::spawn(async move { sender.receive(idle(b"PK"), 4 * STEP).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(taken(&arrivals), (1, 0));
    let lost = receiving.await.unwrap().unwrap_err();
    assert_eq!(lost, Lost::Slow { received: 2, elapsed: Duration::from_secs(10) });
    assert_eq!(taken(&arrivals), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn who_keeps_the_pace_arrives_and_who_does_not_is_ended() {
    let arrivals = room();
    let steady = sender(&arrivals, 1).receive(dripping(40, 8 << 10, 200), 2 * STEP).await.unwrap();
    assert_eq!(steady.len(), 40 * (8 << 10));
    let slow = sender(&arrivals, 2).receive(dripping(4000, 100, 100), 2 * STEP).await.unwrap_err();
    assert!(matches!(slow, Lost::Slow { received: ..20_000, .. }), "{slow:?}");
}

#[tokio::test(start_paused = true)]
async fn sizes_are_bounded_whether_they_are_announced_or_not() {
    let arrivals = room();
    let sender = sender(&arrivals, 1);
    assert_eq!(sender.receive(Body::from(vec![0; 11]), 10).await, Err(Lost::TooLarge));
    assert_eq!(sender.receive(dripping(11, 1, 0), 10).await, Err(Lost::TooLarge));
    assert_eq!(sender.receive(dripping(10, 1, 0), 10).await.unwrap().len(), 10);
    assert_eq!(sender.receive(Body::empty(), 10).await.unwrap().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_fills_its_share_leaves_room_for_others() {
    let arrivals = room();
    let greedy = sender(&arrivals, 1);
    let kept = greedy.receive(Body::from(vec![0; 2 * STEP]), 4 * STEP).await.unwrap();
    let begin = Instant::now();
    let refused = greedy.receive(Body::from(vec![0; STEP]), 4 * STEP).await;
    assert_eq!((refused, begin.elapsed().as_secs()), (Err(Lost::NoRoom(Full::Client)), 20));
    let begin = Instant::now();
    let other = sender(&arrivals, 2).receive(Body::from(vec![0; 2 * STEP]), 4 * STEP).await.unwrap();
    assert_eq!(begin.elapsed(), Duration::ZERO);
    let refused = sender(&arrivals, 3).receive(Body::from(vec![0; STEP]), 4 * STEP).await;
    assert_eq!(refused, Err(Lost::NoRoom(Full::All)));
    drop((kept, other));
    assert_eq!(taken(&arrivals), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn what_finds_no_room_is_read_to_its_end_and_keeps_none() {
    let arrivals = room();
    let greedy = sender(&arrivals, 1);
    let kept = greedy.receive(Body::from(vec![0; STEP]), 4 * STEP).await.unwrap();
    let begin = Instant::now();
    let refused = greedy.receive(dripping(12, STEP / 4, 1000), 4 * STEP).await;
    assert_eq!((refused, begin.elapsed().as_secs()), (Err(Lost::NoRoom(Full::Client)), 32));
    assert_eq!(taken(&arrivals), (1, 0));
    drop(kept);
}

#[tokio::test(start_paused = true)]
async fn small_bodies_have_room_of_their_own_and_a_large_one_that_waits_holds_up_nobody() {
    let arrivals = room();
    let kept = [1, 2].map(|last| sender(&arrivals, last));
    let mut bodies = Vec::new();
    for sender in &kept {
        bodies.push(sender.receive(Body::from(vec![0; 2 * STEP]), 4 * STEP).await.unwrap());
    }
    let large = sender(&arrivals, 3);
    let waiting = tokio::spawn(async move { large.receive(Body::from(vec![0; 2 * STEP]), 4 * STEP).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begin = Instant::now();
    assert!(sender(&arrivals, 3).receive(Body::from(vec![0; SMALL]), 4 * STEP).await.is_ok());
    assert_eq!(begin.elapsed(), Duration::ZERO);
    bodies.clear();
    assert_eq!(waiting.await.unwrap().unwrap().len(), 2 * STEP);
}

#[tokio::test(start_paused = true)]
async fn time_that_a_body_waits_for_room_is_not_its_own() {
    let arrivals = room();
    let kept = sender(&arrivals, 1).receive(Body::from(vec![0; 2 * STEP]), 4 * STEP).await.unwrap();
    let late = sender(&arrivals, 1);
    // Nothing of the pause is held against it: its last piece comes nine seconds after the first one was taken.
    let body = stream::iter([0, 9]).then(|pause| async move {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        Ok::<_, Infallible>(Bytes::from(vec![0; SMALL + 1]))
    });
    let receiving = tokio::spawn(async move { late.receive(Body::from_stream(body), 4 * STEP).await });
    tokio::time::sleep(Duration::from_secs(15)).await;
    drop(kept);
    assert_eq!(receiving.await.unwrap().unwrap().len(), 2 * (SMALL + 1));
}
