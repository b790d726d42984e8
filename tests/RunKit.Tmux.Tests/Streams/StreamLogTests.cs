using RunKit.Tmux.Streams;

namespace RunKit.Tmux.Tests.Streams;

public sealed class StreamLogTests
{
    [Fact]
    public void What_was_appended_is_read_from_every_place_that_is_kept()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var (log, all) = (new StreamLog(100_000), new List<byte>());
            for (var i = 0; i < 40; i++)
            {
                var piece = new byte[random.Next(20_000)];
                random.NextBytes(piece);
                log.Append(piece);
                all.AddRange(piece);
                log.End.ShouldBe(all.Count);
                (log.End - log.Start).ShouldBeInRange(Math.Min(all.Count, 100_000 - 1), 100_000 + (16 * 1024));
                var from = log.Start + random.NextInt64(log.End - log.Start + 1);
                var read = new List<byte>();
                while (log.Read(from + read.Count) is { IsEmpty: false } bytes)
                {
                    read.AddRange(bytes.ToArray());
                }

                read.ShouldBe(all.Skip((int)from));
            }
        }
    }

    [Fact]
    public void What_is_kept_no_longer_cannot_be_read()
    {
        var log = new StreamLog(1);
        log.Append(new byte[100_000]);

        log.Start.ShouldBeGreaterThan(0);
        Should.Throw<ArgumentOutOfRangeException>(() => log.Read(log.Start - 1));
        Should.Throw<ArgumentOutOfRangeException>(() => log.Read(log.End + 1));
    }

    [Fact]
    public void What_was_given_out_stays_as_it_was()
    {
        var log = new StreamLog(10);
        log.Append("first"u8);
        var given = log.Read(0);
        for (var i = 0; i < 100; i++)
        {
            log.Append(new byte[10_000]);
        }

        given.ToArray().ShouldBe("first"u8.ToArray());
    }
}
