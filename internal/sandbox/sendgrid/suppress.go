package sendgrid

import (
	"encoding/json"
	"net/http"
	"strconv"

	"makegood/internal/sandbox/twin"
)

func (t *Twin) createGroup(c *twin.Call) (execution, *refusal) {
	var g group
	if err := json.Unmarshal(c.Body, &g); err != nil {
		return nil, refuse(http.StatusBadRequest, "", "invalid JSON: "+err.Error())
	}
	switch {
	case g.Name == "" || len([]rune(g.Name)) > 30:
		return nil, refuse(http.StatusBadRequest, "name", "name is required and at most 30 characters long")
	case g.Description == "" || len([]rune(g.Description)) > 100:
		return nil, refuse(http.StatusBadRequest, "description", "description is required and at most 100 characters long")
	}
	return func(tx *twin.Tx) twin.Response {
		for _, other := range t.groups.order {
			if other.Name == g.Name {
				return refuse(http.StatusBadRequest, "name", "a group with this name already exists").response()
			}
		}
		g.ID = SurveyGroup + len(t.groups.order)
		t.groups.insert(&g)
		tx.Put(groupKind, strconv.Itoa(g.ID), g)
		return twin.JSON(http.StatusCreated, g)
	}, nil
}

func (t *Twin) listGroups(c *twin.Call) (execution, *refusal) {
	only := c.URL.Query()["id"]
	return func(*twin.Tx) twin.Response {
		out := []map[string]any{}
		for _, g := range t.groups.order {
			if len(only) == 0 || contains(only, g.ID) {
				out = append(out, g.object())
			}
		}
		return twin.JSON(http.StatusOK, out)
	}, nil
}

func contains(ids []string, id int) bool {
	for _, s := range ids {
		if s == strconv.Itoa(id) {
			return true
		}
	}
	return false
}

func (t *Twin) getGroup(c *twin.Call) (execution, *refusal) {
	return t.withGroup(c, func(g *group) any { return g.object() })
}

func (t *Twin) listSuppressed(c *twin.Call) (execution, *refusal) {
	return t.withGroup(c, func(g *group) any { return g.members.emails() })
}

func (g *group) object() map[string]any {
	return map[string]any{
		"id": g.ID, "name": g.Name, "description": g.Description, "is_default": g.IsDefault, "unsubscribes": len(g.members.order),
	}
}

func (t *Twin) withGroup(c *twin.Call, show func(*group) any) (execution, *refusal) {
	id, refused := groupID(c)
	if refused != nil {
		return nil, refused
	}
	return func(*twin.Tx) twin.Response {
		if g := t.groups.byID[id]; g != nil {
			return twin.JSON(http.StatusOK, show(g))
		}
		return refuse(http.StatusNotFound, "", "group not found").response()
	}, nil
}

func groupID(c *twin.Call) (int, *refusal) {
	id, err := strconv.Atoi(c.PathValue("group"))
	if err != nil {
		return 0, refuse(http.StatusBadRequest, "group_id", "the group id must be an integer")
	}
	return id, nil
}

func recipients(c *twin.Call) ([]string, *refusal) {
	var in struct {
		Recipients []string `json:"recipient_emails"`
	}
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return nil, refuse(http.StatusBadRequest, "", "invalid JSON: "+err.Error())
	}
	if len(in.Recipients) == 0 {
		return nil, refuse(http.StatusBadRequest, "recipient_emails", "recipient_emails is required")
	}
	for _, email := range in.Recipients {
		if !plausible(email) {
			return nil, refuse(http.StatusBadRequest, "recipient_emails", "invalid email address: "+email)
		}
	}
	return in.Recipients, nil
}

// suppress adds to the group, and to the global list where there is no such
// group, as SendGrid does.
func (t *Twin) suppress(c *twin.Call) (execution, *refusal) {
	id, refused := groupID(c)
	if refused != nil {
		return nil, refused
	}
	emails, refused := recipients(c)
	if refused != nil {
		return nil, refused
	}
	return func(tx *twin.Tx) twin.Response {
		for _, email := range emails {
			t.groups.add(tx, id, email)
		}
		return twin.JSON(http.StatusCreated, map[string]any{"recipient_emails": emails})
	}, nil
}

func (t *Twin) searchSuppressed(c *twin.Call) (execution, *refusal) {
	emails, refused := recipients(c)
	if refused != nil {
		return nil, refused
	}
	return t.withGroup(c, func(g *group) any {
		found := []string{}
		for _, email := range emails {
			if g.members.has(email) {
				found = append(found, email)
			}
		}
		return found
	})
}

func (t *Twin) unsuppress(c *twin.Call) (execution, *refusal) {
	id, refused := groupID(c)
	if refused != nil {
		return nil, refused
	}
	email := c.PathValue("email")
	return func(tx *twin.Tx) twin.Response {
		g := t.groups.byID[id]
		if g == nil {
			return refuse(http.StatusNotFound, "", "group not found").response()
		}
		if m := g.members.remove(email); m != nil {
			tx.Remove(memberKind, m.key())
		}
		return twin.Response{Status: http.StatusNoContent}
	}, nil
}

// getGlobal answers an empty object for an address that is not on the list.
func (t *Twin) getGlobal(c *twin.Call) (execution, *refusal) {
	email := c.PathValue("email")
	return func(*twin.Tx) twin.Response {
		if t.groups.isGlobal(email) {
			return twin.JSON(http.StatusOK, map[string]string{"recipient_email": email})
		}
		return twin.JSON(http.StatusOK, struct{}{})
	}, nil
}
