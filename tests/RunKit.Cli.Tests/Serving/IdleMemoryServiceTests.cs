using RunKit.Cli.Serving;

namespace RunKit.Cli.Tests.Serving;

public sealed class IdleMemoryServiceTests
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, IdleMemoryService.Worth - 1, false)]
    [InlineData(1, IdleMemoryService.Worth, true)]
    [InlineData(IdleMemoryService.Rest - 1, IdleMemoryService.Worth, true)]
    [InlineData(IdleMemoryService.Rest, IdleMemoryService.Rest, false)]
    public void Memory_is_given_back_when_the_node_rests_and_it_is_worth_it(long sinceLook, long sinceCollection, bool due) =>
        IdleMemoryService.IsDue(sinceLook, sinceCollection).ShouldBe(due);
}
