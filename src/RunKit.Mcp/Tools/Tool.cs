using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace RunKit.Mcp.Tools;

/// <summary>One tool.</summary>
internal abstract class Tool
{
    public required string Name { get; init; }

    /// <summary>What it does and when to use which, for a model.</summary>
    public required string Description { get; init; }

    /// <summary>What a client needs to be shown it, and to call it.</summary>
    public required AccessScope Scope { get; init; }

    public bool ReadOnly => Scope == AccessScope.Read;

    /// <summary>It may end something, or do what nobody can take back.</summary>
    public bool Destructive { get; init; }

    /// <summary>What it reaches has no bound: a shell.</summary>
    public bool OpenWorld { get; init; }

    public abstract JsonElement InputSchema { get; }

    /// <exception cref="ToolException">It cannot be done as asked.</exception>
    public abstract Task<ToolAnswer> CallAsync(IDictionary<string, JsonElement>? arguments, ToolSession session, CancellationToken cancellationToken);

    public ModelContextProtocol.Protocol.Tool ToProtocol() => new()
    {
        Name = Name,
        Description = Description,
        InputSchema = InputSchema,
        Annotations = new ToolAnnotations { ReadOnlyHint = ReadOnly, IdempotentHint = ReadOnly, DestructiveHint = Destructive, OpenWorldHint = OpenWorld },
    };
}

/// <summary>A tool with its arguments.</summary>
/// <typeparam name="TArguments">They; their schema is made from it.</typeparam>
internal sealed class Tool<TArguments>(Func<TArguments, ToolSession, CancellationToken, Task<ToolAnswer>> call) : Tool
    where TArguments : class
{
    public override JsonElement InputSchema { get; } = ToolArguments<TArguments>.Schema;

    public override Task<ToolAnswer> CallAsync(IDictionary<string, JsonElement>? arguments, ToolSession session, CancellationToken cancellationToken) =>
        call(ToolArguments<TArguments>.Read(arguments), session, cancellationToken);
}
