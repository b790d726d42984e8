using RunKit.Node.Serving;

namespace RunKit.Node.Tests.Serving;

public sealed class MemoryAtRestTests
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, MemoryAtRest.Worth - 1, false)]
    [InlineData(1, MemoryAtRest.Worth, true)]
    [InlineData(MemoryAtRest.Rest - 1, MemoryAtRest.Worth, true)]
    [InlineData(MemoryAtRest.Rest, MemoryAtRest.Rest, false)]
    public void Memory_is_given_back_when_the_node_rests_and_it_is_worth_it(long sinceLook, long sinceCollection, bool due) =>
        MemoryAtRest.IsDue(sinceLook, sinceCollection).ShouldBe(due);
}
