namespace RunKit.Cluster.Tests.Nodes;

/// <summary>Two nodes that reach each other: <c>a</c> grants everything, <c>b</c> only what every caller may read.</summary>
public sealed class Pair : IAsyncLifetime
{
    private readonly TestCluster _cluster = new();

    internal TestNode A { get; private set; } = null!;

    internal TestNode B { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _cluster.With("a", "b");
        (A, B) = (_cluster.Start("a", AccessScope.Admin), _cluster.Start("b", AccessScope.Read));
        await TestCluster.AreOneAsync(A, B);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();
}
