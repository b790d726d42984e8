using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Connection;

/// <summary>
/// What a connection wants of its client's output: in the handshake all that <see cref="Handshake"/> follows, afterwards replies and the
/// end. That something may have changed is a hint, whatever it is; a notification of no known name is one too. Not thread-safe.
/// </summary>
public sealed class ConnectionInterest : IControlModeInterest
{
    private bool _attached;

    /// <summary>The handshake is over.</summary>
    public void Attach() => _attached = true;

    public ItemUse Notification(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("exit"u8))
        {
            return ItemUse.Item;
        }

        if (name.SequenceEqual("session-changed"u8))
        {
            return _attached ? ItemUse.Hint : ItemUse.Item;
        }

        return SaysNothingOfTheState(name) ? ItemUse.Drop : ItemUse.Hint;
    }

    public ItemUse UnframedLine() => _attached ? ItemUse.Drop : ItemUse.Item;

    public ItemUse Block(bool fromStdin) => fromStdin || !_attached ? ItemUse.Item : ItemUse.Drop;

    private static bool SaysNothingOfTheState(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("output"u8)
        || name.SequenceEqual("extended-output"u8)
        || name.SequenceEqual("pause"u8)
        || name.SequenceEqual("continue"u8)
        || name.SequenceEqual("message"u8)
        || name.SequenceEqual("config-error"u8)
        || name.SequenceEqual("paste-buffer-changed"u8)
        || name.SequenceEqual("paste-buffer-deleted"u8);
}
