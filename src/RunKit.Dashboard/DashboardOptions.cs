namespace RunKit.Dashboard;

/// <summary>How the dashboard is mapped.</summary>
public sealed record DashboardOptions
{
    /// <summary>
    /// Whether the application's own authorization decides who sees the page: its default policy, and an error for everybody where it has none.
    /// False only where something in front of the endpoints has decided already, as the node's gate does.
    /// </summary>
    public bool RequireAuthorization { get; init; } = true;

    /// <summary>
    /// Where the API is, as seen from the page: a relative address that ends with a slash. Null where it is mapped at the application's root.
    /// </summary>
    public string? Api { get; init; }
}
