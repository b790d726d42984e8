using RunKit.Cluster.Directory;
using RunKit.Cluster.Links;
using RunKit.Cluster.Tests.Nodes;

namespace RunKit.Cluster.Tests.Directory;

/// <summary>Rows as one node tells them and another keeps them.</summary>
public sealed class NodeRowsTests
{
    [Fact]
    public void A_summary_counts_when_its_last_piece_is_there_in_whatever_order()
    {
        var own = OwnRows.Begin(1).Become(Servers(500)).Rows;
        var pieces = own.Pieces();
        pieces.Length.ShouldBeGreaterThan(1);

        var rows = NodeRows.None;
        foreach (var piece in pieces.Skip(1).Reverse())
        {
            rows = rows.With(piece);
            rows.Views.ShouldBeEmpty();
        }

        rows.With(pieces[0]).Views.Values.ShouldBe(own.Views.Values);
    }

    [Fact]
    public void Every_piece_fits_into_a_frame_when_it_is_sealed()
    {
        var own = OwnRows.Begin(1).Become(Servers(3000)).Rows;
        var peer = new Peer("x:1");
        peer.MaySend("b", "nonce", new byte[32]);
        foreach (var piece in own.Pieces())
        {
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(peer.Seal("192.0.2.7:7118", piece), WireJson.Default.SealedMessage).Length.ShouldBeLessThan(WireSerializer.Most);
        }
    }

    [Fact]
    public void A_gap_another_life_and_nothing_known_ask_for_the_summary()
    {
        var rows = Told(OwnRows.Begin(1).Become(Servers(2)).Rows);

        rows.TryApply(new Delta(1, 3, [], []), out _).ShouldBeFalse();
        rows.TryApply(new Delta(2, 2, [], []), out _).ShouldBeFalse();
        NodeRows.None.TryApply(new Delta(1, 1, [], []), out _).ShouldBeFalse();
        rows.IsAt(1, 2).ShouldBeFalse();
    }

    [Fact]
    public void What_was_told_before_changes_nothing()
    {
        var rows = Told(OwnRows.Begin(1).Become(Servers(2)).Rows);

        rows.TryApply(new Delta(1, 1, [], ["s0"]), out var after).ShouldBeTrue();

        after.ShouldBe(rows);
    }

    [Fact]
    public void Whatever_happens_to_a_node_its_rows_elsewhere_become_the_same()
    {
        var random = new Random(7117);
        var own = OwnRows.Begin(1);
        var rows = Told(own);
        for (var step = 0; step < 300; step++)
        {
            (own, var delta) = own.Become([.. Servers(random.Next(6)).Select(view => view with { Panes = random.Next(3) })]);
            if (random.Next(4) == 0)
            {
                // Lost on its way: the next beat shows it.
                rows.IsAt(own.Life, own.Sequence).ShouldBe(delta is null && rows.Sequence == own.Sequence);
                continue;
            }

            if (delta is not null && !rows.TryApply(delta, out rows))
            {
                rows = Told(own, rows);
            }
        }

        rows = rows.IsAt(own.Life, own.Sequence) ? rows : Told(own, rows);
        rows.Views.Values.ShouldBe(own.Views.Values);
    }

    private static NodeRows Told(OwnRows own, NodeRows? before = null) => own.Pieces().Aggregate(before ?? NodeRows.None, (rows, piece) => rows.With(piece));

    private static ImmutableArray<ServerView> Servers(int many) => [.. Enumerable.Range(0, many).Select(i => TwoNodesTests.View("b", $"s{i}"))];
}
