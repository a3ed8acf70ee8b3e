namespace Veinte.Model;

/// <summary>By which way an interaction came about. Written to disk: append only, never renumber.</summary>
public enum Channel : byte
{
    /// <summary>A website.</summary>
    Web = 1,
    /// <summary>An app on a phone or tablet.</summary>
    App = 2,
    /// <summary>WhatsApp.</summary>
    Whatsapp = 3,
    /// <summary>Facebook Messenger.</summary>
    Messenger = 4,
    /// <summary>Instagram.</summary>
    Instagram = 5,
    /// <summary>X, formerly Twitter.</summary>
    X = 6,
    /// <summary>Facebook pages and comments.</summary>
    Facebook = 7,
    /// <summary>LinkedIn.</summary>
    Linkedin = 8,
    /// <summary>Telegram.</summary>
    Telegram = 9,
    /// <summary>E-mail.</summary>
    Email = 10,
    /// <summary>A telephone call.</summary>
    Phone = 11,
    /// <summary>A chat on the firm's own pages.</summary>
    Chat = 12,
    /// <summary>Face to face. Written <c>in-person</c>.</summary>
    InPerson = 13,
    /// <summary>A self-service terminal.</summary>
    Kiosk = 14,
    /// <summary>A document, letter, offer or invoice.</summary>
    Document = 15,
    /// <summary>The firm's community.</summary>
    Community = 16,
    /// <summary>A connected thing.</summary>
    Iot = 17,
    /// <summary>Virtual or augmented reality.</summary>
    Xr = 18,
    /// <summary>Anything else, or not said.</summary>
    Other = 19,
}

/// <summary>What the customer came for (micro-moments). Written to disk: append only, never renumber.</summary>
public enum Intent : byte
{
    /// <summary>Not said.</summary>
    Unknown = 1,
    /// <summary>Wants to know.</summary>
    Know = 2,
    /// <summary>Wants to go.</summary>
    Go = 3,
    /// <summary>Wants to do.</summary>
    Do = 4,
    /// <summary>Wants to buy.</summary>
    Buy = 5,
}

/// <summary>How the matter of an interaction ended. Written to disk: append only, never renumber.</summary>
public enum Outcome : byte
{
    /// <summary>Solved.</summary>
    Success = 1,
    /// <summary>Solved in part.</summary>
    Partial = 2,
    /// <summary>Not solved.</summary>
    Failure = 3,
}

/// <summary>A one-tap reaction. Written to disk: append only, never renumber.</summary>
public enum Reaction : byte
{
    /// <summary>Thumb up.</summary>
    Like = 1,
    /// <summary>Heart.</summary>
    Love = 2,
    /// <summary>Laughing with, not at.</summary>
    Laugh = 3,
    /// <summary>Astonished.</summary>
    Wow = 4,
    /// <summary>Sad.</summary>
    Sad = 5,
    /// <summary>Thumb down.</summary>
    Dislike = 6,
    /// <summary>Angry.</summary>
    Angry = 7,
}

/// <summary>What sort of identifier names a customer. Written to disk: append only, never renumber.</summary>
public enum IdentifierKind : byte
{
    /// <summary>The firm's own name for a known customer (<c>userId</c>).</summary>
    User = 1,
    /// <summary>A device or session that nobody has signed in on yet (<c>anonymousId</c>).</summary>
    Anonymous = 2,
}

/// <summary>Whose account it is. Written to disk: append only, never renumber.</summary>
public enum AccountKind : byte
{
    /// <summary>A person or organisation that receives the experience.</summary>
    Customer = 1,
    /// <summary>The place or moment that produced it: the producer side of every posting.</summary>
    Touchpoint = 2,
    /// <summary>The staff member who produced it: a dimension of the producer side.</summary>
    Staff = 3,
    /// <summary>The area it belongs to: a dimension of the producer side.</summary>
    Area = 4,
}
