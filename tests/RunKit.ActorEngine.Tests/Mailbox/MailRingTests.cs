using Akka.Actor;

namespace RunKit.ActorEngine.Tests.Mailbox;

public sealed class MailRingTests
{
    [Fact]
    public void Messages_come_out_in_the_order_in_which_they_went_in_however_deep_it_gets()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var random = new Random(seed);
            var mail = new Mail();
            var model = new Queue<object>();
            for (var step = 0; step < 20_000; step++)
            {
                // Long stretches of filling and of emptying, so that rings freeze and are left behind.
                var filling = step / 3_000 % 2 == 0;
                if (random.Next(10) < (filling ? 7 : 3))
                {
                    object message = step;
                    model.Enqueue(message);
                    mail.Enqueue(message);
                }
                else
                {
                    var expected = model.Count == 0 ? null : model.Dequeue();
                    mail.TryDequeue().ShouldBeSameAs(expected, $"seed {seed}, step {step}");
                }

                mail.HasMessage.ShouldBe(model.Count > 0, $"seed {seed}, step {step}");
            }
        }
    }

    [Fact]
    public void A_mailbox_that_never_holds_more_than_its_first_ring_never_grows()
    {
        var mail = new Mail();
        for (var i = 0; i < 1_000; i++)
        {
            mail.Enqueue("a");
            mail.Enqueue("b");
            mail.TryDequeue().ShouldBe("a");
            mail.TryDequeue().ShouldBe("b");
        }

        mail.Rings.ShouldBe(1);
    }

    [Fact]
    public void Every_producer_keeps_its_order_and_nothing_is_lost_while_all_write_at_once()
    {
        const int producers = 4;
        const int each = 200_000;
        var mail = new Mail();
        using var together = new Barrier(producers);
        var threads = Enumerable.Range(0, producers).Select(p => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < each; i++)
            {
                mail.Enqueue((p, i));
            }
        })).ToList();
        threads.ForEach(t => t.Start());

        var next = new int[producers];
        for (var received = 0; received < producers * each;)
        {
            if (mail.TryDequeue() is not (int producer, int number))
                continue;

            number.ShouldBe(next[producer]++);
            received++;
        }

        threads.ForEach(t => t.Join());
        mail.HasMessage.ShouldBeFalse();
    }

    /// <summary>Both ends together, as a ref and its cell hold them.</summary>
    private sealed class Mail
    {
        private MailRing _ring;
        private MailReader _reader;
        private int _rings = 1;

        public Mail()
        {
            _ring = new MailRing();
            _reader = new MailReader(_ring);
        }

        public int Rings => _rings;

        public bool HasMessage => _reader.HasMessage;

        public void Enqueue(object message)
        {
            var ring = Volatile.Read(ref _ring);
            while (!ring.TryEnqueue(message, null, ref _reader.Head))
            {
                var next = ring.Next();
                if (Interlocked.CompareExchange(ref _ring, next, ring) == ring)
                    Interlocked.Increment(ref _rings);
                ring = next;
            }
        }

        public object? TryDequeue() => _reader.TryDequeue(out _);
    }
}
