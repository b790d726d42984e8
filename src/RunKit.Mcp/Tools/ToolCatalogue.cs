namespace RunKit.Mcp.Tools;

/// <summary>All tools, each with the scope that it needs.</summary>
internal static class ToolCatalogue
{
    public static ImmutableArray<Tool> All { get; } =
    [
        ListTool.Create(), AgentsTool.Create(), CaptureTool.Create(), SearchTool.Create(), WaitTool.Create(), ResultTool.Create(),
        SendTools.CreateText(), SendTools.CreateKeys(), RunTool.Create(), CancelTool.Create(),
        CreateTool.Create(), ArrangeTool.Create(), KillTool.Create(),
    ];
}
