using System.ComponentModel;
using RunKit.Mcp.Targets;

namespace RunKit.Mcp.Tools;

/// <summary><c>arrange</c>: names and layouts.</summary>
internal static class ArrangeTool
{
    public static Tool Create() => new Tool<Arguments>(CallAsync)
    {
        Name = "arrange",
        Scope = AccessScope.Admin,
        Description = "Gives a session or a window another name, or a window another layout (even-horizontal, even-vertical, main-horizontal, main-vertical, tiled). It ends nothing.",
    };

    private static async Task<ToolAnswer> CallAsync(Arguments arguments, ToolSession session, CancellationToken cancellationToken)
    {
        var target = await FoundTarget.FindAsync(session, arguments.Target, cancellationToken).ConfigureAwait(false);
        var line = arguments switch
        {
            { Name: { Length: > 0 } name, Layout: null } when target.Handle.Id[0] == '$' => TmuxCommands.RenameSession(target.Session().Id, name),
            { Name: { Length: > 0 } name, Layout: null } => TmuxCommands.RenameWindow(target.Window().Window.Id, name),
            { Name: null, Layout: { } layout } => LayoutName.Problem(layout) is { } problem
                ? throw new ToolException(problem)
                : TmuxCommands.SelectLayout(target.Window().Window.Id, layout),
            _ => throw new ToolException("give one of 'name' and 'layout'"),
        };
        await TmuxCall.RunAsync(session, target.Handle.Server, line, cancellationToken).ConfigureAwait(false);
        return new ToolAnswer(new { Done = arguments.Target });
    }

    internal sealed record Arguments
    {
        [Description("The handle of a window or session, from list.")]
        public required string Target { get; init; }

        [Description("Its new name.")]
        public string? Name { get; init; }

        [Description("Its new layout.")]
        public string? Layout { get; init; }
    }
}
