using System.Collections.Immutable;
using System.Globalization;
using RunKit.Tmux.Panes;

namespace RunKit.Tmux.Tests.Panes;

/// <summary>Fixed seeds: a failure here happens again.</summary>
public sealed class HistoryPagesTests
{
    [Fact]
    public void Pages_join_without_a_gap_or_a_row_twice_while_the_program_prints()
    {
        var random = new Random(51);
        for (var round = 0; round < 2000; round++)
        {
            var size = random.Next(0, 300);
            var wanted = random.Next(4) == 0 ? int.MaxValue : random.Next(0, 350);
            var page = random.Next(1, 60);
            var first = Math.Min(size, Math.Min(wanted, page));
            var pages = new HistoryPages(Facts(size), wanted, first);
            var now = size;
            var printsFast = random.Next(2) == 0;
            while (pages.Next(page) is var (from, to))
            {
                // tmux begins with the oldest row where more is asked for than there is.
                now += random.Next(0, printsFast ? 40 : Math.Max(1, page / 2));
                var rows = Range(Math.Max(0, now + from), now + to);
                pages.Take(Facts(now), rows);
            }

            if (!pages.IsCut)
            {
                pages.Rows.ShouldBe(Range(Math.Max(0, size - (long)wanted), size - first - 1), $"round {round}");
            }
        }
    }

    [Fact]
    public void Where_rows_went_out_of_the_history_the_reading_ends_and_says_so()
    {
        var pages = new HistoryPages(Facts(100), int.MaxValue, 10);
        pages.Next(10).ShouldBe((-20, -11));
        pages.Take(Facts(100), Range(80, 89));

        pages.Take(Facts(95), Range(70, 79));

        pages.IsCut.ShouldBeTrue();
        pages.Next(10).ShouldBeNull();
        pages.Rows.ShouldBe(Range(80, 89));
    }

    [Fact]
    public void A_pane_that_is_given_another_width_meanwhile_has_other_rows()
    {
        var pages = new HistoryPages(Facts(100), int.MaxValue, 10);

        pages.Take(Facts(100) with { Size = new RunKit.Tmux.State.TerminalSize(40, 24) }, Range(80, 89));

        pages.IsCut.ShouldBeTrue();
    }

    private static PaneFacts Facts(int size) => Moments.Facts with { HistorySize = size };

    private static ImmutableArray<string> Range(long from, long to) =>
        [.. Enumerable.Range((int)from, (int)Math.Max(0, to - from + 1)).Select(row => row.ToString(CultureInfo.InvariantCulture))];
}
