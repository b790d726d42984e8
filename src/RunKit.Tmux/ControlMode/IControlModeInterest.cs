namespace RunKit.Tmux.ControlMode;

/// <summary>What a <see cref="ControlModeReader"/> makes of something it has recognised.</summary>
public enum ItemUse
{
    /// <summary>Nothing. Its bytes are not kept.</summary>
    Drop,

    /// <summary>One more hint (<see cref="ControlModeReader.TakeHints"/>). Its bytes are not kept.</summary>
    Hint,

    /// <summary>An item to take.</summary>
    Item,
}

/// <summary>
/// Which items the consumer of a <see cref="ControlModeReader"/> wants to have made. It is asked before anything is allocated, once or
/// more for each line or block, and may change its mind at any time: what it says of one line concerns that line only.
/// </summary>
public interface IControlModeInterest
{
    /// <param name="name">The notification's name without its <c>%</c>; a name of more than 64 bytes is shortened to 64.</param>
    ItemUse Notification(ReadOnlySpan<byte> name);

    /// <summary>A line outside any block that is no notification.</summary>
    ItemUse UnframedLine();

    /// <param name="fromStdin">Whether it answers a line of ours; else it belongs to an argv command or a hook.</param>
    ItemUse Block(bool fromStdin);
}

/// <summary>Wants everything.</summary>
public sealed class EveryItem : IControlModeInterest
{
    public static EveryItem Instance { get; } = new();

    public ItemUse Notification(ReadOnlySpan<byte> name) => ItemUse.Item;

    public ItemUse UnframedLine() => ItemUse.Item;

    public ItemUse Block(bool fromStdin) => ItemUse.Item;
}
