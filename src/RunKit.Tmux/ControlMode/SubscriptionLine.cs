using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// The arguments of <c>%subscription-changed</c>: <c>name $1 @1 0 %1 ... : value</c>, with <c>-</c> for what does not apply. The name may
/// hold spaces but no colon, so the first <c> : </c> ends the ids, and the name is what stands before the first four that are ids.
/// </summary>
internal static class SubscriptionLine
{
    public static TmuxNotification Parse(ref NotificationArguments arguments)
    {
        var all = arguments.RestBytes();
        var colon = all.IndexOf(" : "u8);
        var head = colon < 0 ? default : all[..colon];
        for (var end = head.IndexOf((byte)' '); end >= 0; end = Next(head, end))
        {
            if (TryRead(head[(end + 1)..]) is { } ids)
            {
                return ids with { Name = Encoding.UTF8.GetString(head[..end]), Value = Encoding.UTF8.GetString(all[(colon + 3)..]) };
            }
        }

        arguments.Fail();
        return new TmuxNotification.Unknown("", "");
    }

    private static int Next(ReadOnlySpan<byte> head, int space)
    {
        var next = head[(space + 1)..].IndexOf((byte)' ');
        return next < 0 ? -1 : space + 1 + next;
    }

    private static TmuxNotification.SubscriptionChanged? TryRead(ReadOnlySpan<byte> ids)
    {
        var session = NotificationArguments.Next(ref ids, out _);
        var window = NotificationArguments.Next(ref ids, out _);
        var index = NotificationArguments.Next(ref ids, out _);
        var pane = NotificationArguments.Next(ref ids, out _);
        return NotificationArguments.IsId(session, (byte)'$', out var sessionNumber)
            && IsIdOrNone(window, (byte)'@', out var windowNumber)
            && IsIndexOrNone(index, out var place)
            && IsIdOrNone(pane, (byte)'%', out var paneNumber)
            ? new TmuxNotification.SubscriptionChanged(
                "",
                new SessionId(sessionNumber),
                windowNumber is { } w ? new WindowId(w) : null,
                place,
                paneNumber is { } p ? new PaneId(p) : null,
                "")
            : null;
    }

    private static bool IsIdOrNone(ReadOnlySpan<byte> word, byte sigil, out uint? number)
    {
        var isId = NotificationArguments.IsId(word, sigil, out var id);
        number = isId ? id : null;
        return isId || word.SequenceEqual("-"u8);
    }

    private static bool IsIndexOrNone(ReadOnlySpan<byte> word, out uint? index)
    {
        var isNumber = NotificationArguments.IsNumber(word, out var number) && number <= uint.MaxValue;
        index = isNumber ? (uint)number : null;
        return isNumber || word.SequenceEqual("-"u8);
    }
}
