namespace RunKit.Tmux.Connection;

/// <summary>The anchor session: its name, and the option that marks it.</summary>
public sealed record AnchorNames(string Session, string KeepaliveOption)
{
    public static AnchorNames Default { get; } = new("_rk-ctl", "@rk_ctl_keepalive");
}
