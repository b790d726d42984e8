using System.Globalization;

namespace RunKit.ControlPlane.Panes;

/// <summary>Keys that are to be pressed in a pane. Which ones is in no log: they may be a password.</summary>
/// <param name="Keys">tmux's names for them, such as <c>Enter</c>, <c>C-c</c>, <c>Up</c>.</param>
/// <param name="Synchronized">Where keys go to all panes of the window, that is meant.</param>
public sealed record KeysRequest(ImmutableArray<string> Keys, bool Synchronized = false)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Keys.IsDefault ? 0 : Keys.Length)} keys");
}
