// With this property, what is assigned to a member named __proto__ of an object is lost: data may have such a member.
delete Object.prototype.__proto__;
