using RunKit.Cluster.Links;
using RunKit.Cluster.Membership;

namespace RunKit.Cluster.Tests.Membership;

/// <summary>The table of what a node does about the clusters that it hears of.</summary>
public sealed class IslandTests
{
    private const string A = "10.0.0.1:7118";
    private const string B = "10.0.0.2:7118";
    private const string C = "10.0.0.3:7118";

    [Fact]
    public void A_node_of_no_cluster_joins_the_largest_that_answers() =>
        Decide(IslandFacts.None, new() { [A] = new(1, A), [B] = new(2, B), [C] = IslandFacts.None }).ShouldBe(new IslandStep.Join(B));

    [Fact]
    public void Of_two_of_one_size_it_joins_the_one_with_the_lower_oldest_address() =>
        Decide(IslandFacts.None, new() { [B] = new(2, C), [C] = new(2, A) }).ShouldBe(new IslandStep.Join(C));

    [Fact]
    public void A_node_that_is_no_founder_never_begins_a_cluster() =>
        Decide(IslandFacts.None, [], silence: TimeSpan.FromDays(1)).ShouldBe(new IslandStep.Stay());

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 9, false)]
    [InlineData(1, 10, true)]
    public void A_founder_begins_one_when_all_have_said_that_they_are_in_none_or_nobody_answers_for_ten_seconds(int unheard, int silence, bool founds) =>
        Decide(IslandFacts.None, [], isFounder: true, unheard, TimeSpan.FromSeconds(silence)).ShouldBe(founds ? new IslandStep.Found() : new IslandStep.Stay());

    [Fact]
    public void A_founder_joins_the_cluster_that_is_there_already() =>
        Decide(IslandFacts.None, new() { [B] = new(1, B) }, isFounder: true, silence: TimeSpan.FromMinutes(1)).ShouldBe(new IslandStep.Join(B));

    [Fact]
    public void The_smaller_cluster_begins_anew() => Decide(new(1, A), new() { [B] = new(2, B) }).ShouldBe(new IslandStep.BeginAnew());

    [Fact]
    public void The_larger_one_stays() => Decide(new(3, B), new() { [A] = new(2, A) }).ShouldBe(new IslandStep.Stay());

    [Fact]
    public void Who_is_in_no_cluster_moves_nobody() => Decide(new(1, A), new() { [B] = IslandFacts.None }).ShouldBe(new IslandStep.Stay());

    [Fact]
    public void Two_views_of_one_cluster_move_nobody() => Decide(new(2, A), new() { [B] = new(3, A) }).ShouldBe(new IslandStep.Stay());

    [Fact]
    public void Of_any_two_islands_exactly_one_moves()
    {
        string[] addresses = [A, B, C];
        var islands = (from members in Enumerable.Range(1, 3) from oldest in addresses select new IslandFacts(members, oldest)).ToArray();
        foreach (var (one, other) in from one in islands from other in islands where one.Oldest != other.Oldest select (one, other))
        {
            var moves = new[] { Decide(one, new() { ["x"] = other }), Decide(other, new() { ["x"] = one }) };
            moves.Count(step => step is IslandStep.BeginAnew).ShouldBe(1, $"{one} {other}");
        }
    }

    private static IslandStep Decide(IslandFacts own, Dictionary<string, IslandFacts> others, bool isFounder = false, int unheard = 0, TimeSpan silence = default) =>
        Island.Decide(own, others, isFounder, unheard, silence);
}
